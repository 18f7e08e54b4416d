// The look of Teams as configuration of the card library, on an 8 px grid.

const colour = (name) => ({ default: `var(--${name})`, subtle: `var(--${name}-subtle, var(--${name}))` });
const foregroundColors = {
  default: { default: "var(--ink)", subtle: "var(--ink-quiet)" },
  dark: { default: "var(--ink)", subtle: "var(--ink-quiet)" },
  light: { default: "var(--ink-quiet)", subtle: "var(--ink-quiet)" },
  accent: colour("accent-ink"),
  good: colour("good-ink"),
  warning: colour("warning-ink"),
  attention: colour("attention-ink"),
};
const container = (backgroundColor) => ({ backgroundColor, foregroundColors });
const font = (fontFamily) => ({
  fontFamily,
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
});

export const hostConfig = {
  supportsInteractivity: true,
  spacing: { small: 8, default: 8, medium: 16, large: 24, extraLarge: 32, padding: 16 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  fontTypes: {
    default: font('"Segoe UI Variable Text", "Segoe UI", "Open Sans", system-ui, sans-serif'),
    monospace: font("Consolas, ui-monospace, monospace"),
  },
  imageSizes: { small: 32, medium: 56, large: 104 },
  containerStyles: {
    default: container("transparent"),
    emphasis: container("var(--ground-soft)"),
    accent: container("var(--accent-soft)"),
    good: container("var(--good-soft)"),
    warning: container("var(--warning-soft)"),
    attention: container("var(--attention-soft)"),
  },
  inputs: {
    label: {
      inputSpacing: "small",
      requiredInputs: { weight: "bolder" },
      optionalInputs: { weight: "bolder" },
    },
    errorMessage: { color: "attention", size: "small", weight: "bolder", spacing: "small" },
  },
  actions: {
    maxActions: 6,
    spacing: "medium",
    buttonSpacing: 8,
    showCard: { actionMode: "inline", inlineTopMargin: 16, style: "emphasis" },
    actionsOrientation: "horizontal",
    actionAlignment: "left",
  },
  adaptiveCard: { allowCustomStyle: true },
  factSet: {
    title: { weight: "bolder", wrap: true, maxWidth: 144 },
    value: { wrap: true },
    spacing: 16,
  },
  textStyles: { heading: { size: "medium", weight: "bolder" }, columnHeader: { weight: "bolder" } },
  textBlock: { headingLevel: 3 },
};
