"""A worker for tests: runs what was enqueued in this very transaction, which no other process can see."""

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def run_jobs() -> list[str]:
    """Run all jobs that are due, those that they enqueue too; the names of the tasks. A job that fails raises here."""
    done = []
    while job := ProcrastinateJob.objects.filter(status="todo", scheduled_at=None).order_by("id").first():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job.pk])
        app.tasks[job.task_name].func(**job.args)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job.pk])
        done.append(job.task_name)
    return done


def waiting_jobs() -> list[str]:
    """The tasks that wait for a worker, the oldest first."""
    return list(ProcrastinateJob.objects.filter(status="todo").order_by("id").values_list("task_name", flat=True))
