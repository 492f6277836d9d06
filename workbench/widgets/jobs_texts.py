"""The words of the jobs drawer and of progress bars."""

from __future__ import annotations

from workbench.i18n import _


def jobs_texts(most_megabytes: int) -> dict[str, str]:
    """Return the drawer's texts: name → text.

    Args:
        most_megabytes: the largest file that can be downloaded.
    """
    return {
        "jobs": _("Jobs"),
        "close": _("Close"),
        "run_report": _("Run a report…"),
        "export": _("Export this view…"),
        "backup": _("Back up the store"),
        "report": _("Report"),
        "report_hint": _("It covers the deals that the filters let through now."),
        "format": _("File format"),
        "view": _("What you see now: {view}, with its filters."),
        "run": _("Run"),
        "do_export": _("Export"),
        "cancel_form": _("Cancel"),
        "under_way": _("Under way"),
        "ended": _("Ended"),
        "cancel": _("Cancel {title}"),
        "cancel_word": _("Cancel"),
        "stopping": _("Stopping…"),
        "again": _("Run again"),
        "log": _("Log"),
        "empty_log": _("Nothing was logged."),
        "download": _("Download"),
        "downloading": _("Downloading… {percent} %"),
        "too_large": _("Files over {most} MB are not downloaded here; it lies at {path}.").replace(
            "{most}", str(most_megabytes)
        ),
        "progress": _("Progress of {title}"),
        "said": _("{title}: {state}"),
        "empty_title": _("No jobs yet"),
        "empty_text": _(
            "Reports, exports, backups and imports run here in the background, while you go on working. "
            "You see how far they are, can cancel them, and find their files here."
        ),
        "late": _("The workbench does not answer. Try again or reload the page."),
        "sent": _("Asked for; it appears below in a moment."),
    }
