"""Work on what strangers send, in processes that can be killed: limited in CPU time and memory, cut off from the world.

Knows nothing of articles, feeds or briefs: a task is the name of a function that takes JSON and bytes and gives JSON.
"""

from bot.workers.pool import Limits, TaskFailed, TooHeavy, WorkerPool, WorkersUnavailable, default_workers

__all__ = ["Limits", "TaskFailed", "TooHeavy", "WorkerPool", "WorkersUnavailable", "default_workers"]
