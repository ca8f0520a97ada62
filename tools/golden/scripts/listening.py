"""Makes every warning of Python an error, and keeps what Keras logs as a warning: for tests of files that Keras opens without one."""

import logging
import warnings

warnings.simplefilter("error")
logged = []


class Listener(logging.Handler):
    def emit(self, record):
        logged.append(record.getMessage())


logging.getLogger("absl").addHandler(Listener(level=logging.WARNING))
