"""Modals and the App Home."""

from __future__ import annotations

from typing import Any

from local_slack.api.base import Args, Context, Method

JsonDict = dict[str, Any]


def views_open(context: Context, args: Args) -> JsonDict:
    """views.open."""
    view = args.structure("view", "invalid_arguments")
    return {"view": context.views.open(args.text("trigger_id", missing="invalid_trigger_id"), view)}


def views_push(context: Context, args: Args) -> JsonDict:
    """views.push."""
    view = args.structure("view", "invalid_arguments")
    return {"view": context.views.push(args.text("trigger_id", missing="invalid_trigger_id"), view)}


def views_update(context: Context, args: Args) -> JsonDict:
    """views.update."""
    view = args.structure("view", "invalid_arguments")
    updated = context.views.update(view, args.optional("view_id"), args.optional("external_id"), args.optional("hash"))
    return {"view": updated}


def views_publish(context: Context, args: Args) -> JsonDict:
    """views.publish."""
    user = context.user(args.text("user_id", missing="invalid_arguments"))
    view = args.structure("view", "invalid_arguments")
    return {"view": context.views.publish(user.id, view, args.optional("hash"))}


METHODS = {
    "views.open": Method(views_open, per_minute=100),
    "views.push": Method(views_push, per_minute=100),
    "views.update": Method(views_update, per_minute=100),
    "views.publish": Method(views_publish, per_minute=100),
}
