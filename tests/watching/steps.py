from prometheus_client import REGISTRY


def count(name, **labels):
    """Return what a figure stands at."""
    return REGISTRY.get_sample_value(name, labels) or 0
