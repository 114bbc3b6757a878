from tests.starter.fixtures import copy, starter  # noqa: F401
