"""Traces by OpenTelemetry: spans hold ids and codes only, and cost nothing unless sent."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.trace import Span, Status, StatusCode

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


def traces_wanted(environment: Mapping[str, str]) -> bool:
    """Whether OpenTelemetry's own settings say where traces go."""
    return any(environment.get(name) for name in ENDPOINTS)


@contextmanager
def span(name: str) -> Iterator[Span]:
    """A span around some work. It names an error by type: the error's words may be a person's."""
    with trace.get_tracer("sightline").start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    ) as under_way:
        try:
            yield under_way
        except Exception as error:
            under_way.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise
