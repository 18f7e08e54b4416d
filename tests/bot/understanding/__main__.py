"""`make typed`: how well sentences are understood that nothing was learnt from."""

from tests.bot.understanding.measuring import SETS, in_words, measure, of_set, share_at_risk

for name in SETS:
    sentences = of_set(name)
    print(f"\n{name}: {in_words(measure(sentences.meant))}")
    print(f"a child at risk is heard  {share_at_risk(sentences.at_risk):6.1%}")
    print(f"heard where none is       {share_at_risk(sentences.not_at_risk):6.1%}")
