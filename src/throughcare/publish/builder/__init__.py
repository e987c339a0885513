"""The report builder: a question put together from a measure, breakdowns, filters, areas and periods, and its answer.

Everything is read from a published release; nothing is counted here.
"""

from .answer import Answer, answer
from .measures import Measure, offered
from .question import Fault, Question, read

__all__ = ["Answer", "Fault", "Measure", "Question", "answer", "offered", "read"]
