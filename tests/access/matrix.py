"""Role × page: every address of our own apps, who gets what there.

A new page is one new line of MATRIX. `things` name values of `ground.py`, all of them in Đoàn xã Vạn Linh; they fill the address.

    public(…)                 everyone, signed out too
    signed_in(…)              whoever is signed in; the others are led to the sign-in
    desk("x.read", …)         a page without an object: who holds the permission in any unit; the others get `others`
    own("x.read", …)          a page of an object: who holds the permission in its unit; the others, and all roles of another unit, get 404
    holder(…)                 a page of the volunteer's own things: everyone else gets 404

With `post=True` the address is asked by POST. Who is let through gets a page, a redirect, a mistake (422) or a refusal (409): anything but
403, 404, 405 and 5xx. Who is not gets exactly `others`, and by POST never more than that.
"""

from collections.abc import Callable
from dataclasses import dataclass

EXEMPT = {"openid_connect_callback"}
"""allauth's own; static files have no address in the resolver."""


@dataclass(frozen=True)
class Line:
    """What a page answers to whom."""

    who: str
    things: tuple[str, ...]
    others: int = 404
    signed_out: int = 302
    post: bool = False
    answers: int = 0
    query: str = ""
    has_object: bool = True
    data: str = ""
    holder_too: bool = False

    def permits(self, permissions: frozenset[str]) -> bool:
        """Whether one of the permissions that the line names is held."""
        return not permissions.isdisjoint(self.who.split())


def maker(who: str, **usual: object) -> Callable[..., Line]:
    def make(*things: str, **other: object) -> Line:
        return Line(who, things, **(usual | other))  # type: ignore[arg-type]

    return make


public, signed_in, holder = maker("public"), maker("signed_in", has_object=False), maker("holder")


def desk(permission: str, *things: str, **other: object) -> Line:
    return Line(permission, things, has_object=False, **other)  # type: ignore[arg-type]


def own(permission: str, *things: str, **other: object) -> Line:
    return Line(permission, things, **other)  # type: ignore[arg-type]


MATRIX: dict[str, Line] = {
    # Public
    "portal:home": public(),
    "portal:place": public(),
    "portal:activities": public(),
    "portal:activity": public("activity.slug"),
    "portal:activity_card": public("activity.slug"),
    "portal:activity_calendar": public("activity.slug"),
    "desk_map:map": signed_in(),
    "desk_map:list": signed_in(),
    "desk_map:points": signed_in(),
    "portal:map": public(),
    "portal:map_points": public(),
    "portal:map_list": public(),
    "portal:map_embedded": public(),
    "portal:need": public("need.slug"),
    "portal:need_card": public("need.slug"),
    "portal:need_contact": public("need.slug"),
    "need_reports:new": public(),
    "need_reports:by_code": public(),
    "need_reports:state": public("report.code"),
    "portal:units": public(),
    "portal:unit": public("unit.slug"),
    "portal:campaigns": public(),
    "portal:campaign": public("campaign.slug"),
    "teams:join": public("team.token"),
    "places:provinces": public(),
    "places:communes": public("province.code"),
    "places:search": public(query="q=van"),
    "places:here": public(query="vi-do=21.6405&kinh-do=106.485"),
    "programmes:list": public(),
    "programmes:plan": public("plan.slug"),
    "verify:form": public(),
    "verify:show": public("certificate.code"),
    "media:picture": public("nobodys_picture", answers=404),
    "people:viewer": public(),
    "signup:mine": public("activity.pk"),
    # Signing in, and one's own account
    "accounts:enter": public(),
    "accounts:by_password": public(),
    "accounts:by_passkey": public(post=True),
    "accounts:passkey_options": public(),
    "accounts:by_provider": public("provider", answers=404),
    "accounts:arrived": public(),
    "accounts:code": public(answers=302),
    "accounts:new_code": public(answers=302),
    "accounts:second_factor": public(answers=302),
    "accounts:second_factor_options": signed_in(signed_out=404),
    "accounts:second_factor_needed": signed_in(),
    "accounts:leave": public(answers=302),
    "accounts:confirm": signed_in(),
    "accounts:confirm_code": signed_in(post=True),
    "accounts:security": signed_in(),
    "accounts:address_code": signed_in(),
    "accounts:new_address_code": signed_in(post=True),
    "accounts:address": signed_in("email"),
    "accounts:drop_address": signed_in("email", post=True),
    "accounts:password": signed_in(),
    "accounts:remove_password": signed_in(post=True),
    "accounts:app": signed_in(),
    "accounts:turn_off_app": signed_in(post=True),
    "accounts:passkey": signed_in(),
    "accounts:new_passkey_options": signed_in(),
    "accounts:remove_passkey": signed_in("number", post=True),
    "accounts:recovery": signed_in(),
    "accounts:drop_link": signed_in("number", post=True),
    "accounts:end_other_devices": signed_in(post=True),
    "accounts:end_device": signed_in("email", post=True),
    # One's own data
    "people:profile": signed_in(),
    "people:skills": signed_in(),
    "people:availability": signed_in(),
    "people:contact": signed_in(),
    "people:sensitive": signed_in(),
    "people:consents": signed_in(),
    "people:consent": signed_in("purpose", post=True),
    "people:data": signed_in(),
    "people:copy": signed_in(post=True),
    "people:lift": signed_in(post=True),
    "people:erasure": signed_in(),
    "people:guardians": signed_in(),
    "people:resend_guardian": holder("unknown", post=True, answers=404),
    "guardian:answer": public("unknown", answers=404),
    "guardian:question": signed_in("unknown", answers=404, post=True),
    "people:claim": signed_in(),
    "people:claim_by_birth": signed_in(post=True, answers=404),
    "people:claim_code": signed_in(),
    "people:claim_new_code": signed_in(post=True),
    "people:claim_take": signed_in("unknown", post=True, answers=404),
    "teams:mine": signed_in(),
    "teams:contracts": signed_in(),
    "teams:team": holder("team.pk"),
    "teams:leave": holder("team.pk", post=True),
    "teams:ask": holder("team.pk", post=True),
    "teams:describe": holder("team.pk", post=True),
    "teams:link": holder("team.pk", post=True),
    "teams:remove": holder("team.pk", "member.pk", post=True),
    "guardian:children": signed_in(),
    "guardian:child": holder("child.pk"),
    "guardian:withdrawal": holder("child.pk", post=True),
    "guardian:agreement": holder("child.pk", post=True),
    "guardian:pictures": holder("child.pk", post=True),
    "signup:wish": signed_in("shift.pk", post=True),
    "signup:drop_wish": holder("wish.pk", post=True),
    "own_log:mine": signed_in(),
    "signup:new": signed_in("shift.pk"),
    "signup:next_pass": signed_in(),
    "signup:pass": holder("signup.pk"),
    "signup:answer": holder("signup.pk"),
    "signup:pass_picture": holder("signup.pk"),
    "signup:cancel": holder("signup.pk", post=True),
    "signup:calendar": holder("signup.pk"),
    # The desk
    "desk:home": desk("desk.enter", others=302),
    "desk:my": signed_in(),
    "desk:acting": signed_in(),
    "grants:held": signed_in(),
    "grants:new": desk("grants.manage", others=403),
    "grants:roles": signed_in(),
    "grants:withdraw": own("grants.manage", "grant.pk"),
    "audit:log": desk("audit.read"),
    "audit:export": desk("audit.read", "csv"),
    # Units, their officers, reorganisations
    "desk:units": signed_in(),
    "desk:day": desk("units.read", "day"),
    "desk:unit": own("units.read", "unit.slug"),
    "desk:unit_edit": own("units.manage", "unit.slug"),
    "desk:officers": own("units.read", "unit.slug"),
    "desk:post_new": own("units.manage", "unit.slug"),
    "desk:post_close": own("units.manage", "post.pk"),
    "desk:appoint": own("officers.manage", "post.pk"),
    "desk:appointment_end": own("officers.manage", "appointment.pk"),
    "desk:reorganisations": signed_in(),
    "desk:reorganisation_new": desk("units.reorganise"),
    "desk:moves": signed_in(),
    "desk:reorganisation": own("units.reorganise", "event.pk"),
    "desk:reorganisation_edit": own("units.reorganise", "event.pk"),
    "desk:reorganisation_document": own("units.reorganise", "event.pk", answers=404),
    "desk:reorganisation_entry": own("units.reorganise", "event.pk", "verb"),
    "desk:reorganisation_take_out": own("units.reorganise", "event.pk", post=True),
    "desk:reorganisation_preview": own("units.reorganise", "event.pk"),
    "desk:reorganisation_undo": own("units.reorganise", "event.pk", post=True),
    "desk:reorganisation_reverse": own("units.reorganise", "event.pk", post=True),
    "desk:reorganisation_discard": own("units.reorganise", "event.pk", post=True),
    # Lists in and out
    "desk:imports": desk("units.read", others=403),
    "desk:import_new": desk("people.import units.import", others=403),
    "desk:import_template": desk("people.import", "volunteers"),
    "desk:export": desk("people.export", "volunteers", "csv"),
    "desk:export_roster": own("activities.read activities.manage", "activity.pk", "csv"),
    "desk:import": own("people.import", "batch.pk"),
    "desk:import_progress": own("people.import", "batch.pk"),
    "desk:import_commit": own("people.import", "batch.pk", post=True),
    "desk:import_undo": own("people.import", "batch.pk", post=True),
    "desk:import_drop": own("people.import", "batch.pk", post=True),
    "desk:import_sheet": own("people.import", "batch.pk", post=True),
    "desk:import_wrong": own("people.import", "batch.pk"),
    "desk:import_row": own("people.import", "batch.pk", "number", post=True),
    "desk:import_row_skip": own("people.import", "batch.pk", "number", post=True),
    "desk:import_row_back": own("people.import", "batch.pk", "number", post=True),
    "desk:import_compare": own("people.import", "batch.pk", "number"),
    # People
    "persons:list": desk("people.read", others=403),
    "persons:new": desk("people.manage", others=403),
    "persons:detail": own("people.read", "person.pk"),
    "persons:edit": own("people.manage", "person.pk"),
    "persons:keep": own("people.manage", "person.pk", post=True),
    "persons:sensitive": own("people.sensitive", "person.pk", post=True),
    "persons:join": own("people.manage", "person.pk"),
    "persons:leave": own("people.manage", "membership.pk"),
    "persons:paper": own("people.manage", "skill.pk"),
    "persons:unprove": own("people.manage", "skill.pk", post=True),
    "twins:list": desk("people.duplicates", others=403),
    "twins:merged": desk("people.duplicates", others=403),
    "twins:pair": own("people.duplicates", "pair.pk"),
    "twins:apart": own("people.duplicates", "pair.pk", post=True),
    "twins:undo": own("people.duplicates", "merge.pk", post=True),
    "minors:list": signed_in(),
    "minors:minor": own("guardians.manage", "child.pk"),
    "minors:invitation": own("guardians.manage", "child.pk", post=True),
    "minors:paper": own("guardians.manage", "child.pk", post=True),
    "minors:resend": own("guardians.manage", "asked.pk", post=True),
    "minors:withdrawal": own("guardians.manage", "asked.pk", post=True),
    "data_requests:list": desk("people.data_requests", others=403),
    "data_requests:note": own("people.data_requests", "person.pk"),
    "data_requests:detail": own("people.data_requests", "request.pk"),
    "data_requests:answer": own("people.data_requests", "request.pk", post=True),
    "data_requests:carry_out": own("people.data_requests", "request.pk", post=True),
    "data_requests:refuse": own("people.data_requests", "request.pk", post=True),
    "data_requests:copy": own("people.data_requests", "request.pk", post=True),
    # Needs
    "needs:list": signed_in(),
    "needs:new": desk("needs.publish", others=403),
    "needs:detail": own("needs.read", "need.pk"),
    "needs:confirm": own("needs.publish", "need.pk", post=True),
    "needs:close": own("needs.publish", "need.pk", post=True),
    "needs:reopen": own("needs.publish", "need.pk", post=True),
    "needs:ask": own("needs.publish", "need.pk"),
    "needs:asked": signed_in(),
    "needs:material_row": signed_in(query="materials-TOTAL_FORMS=0"),
    "needs:pledge": own("needs.publish", "need.pk", "material.pk", post=True),
    "needs:receive": own("needs.publish", "pledge.pk", post=True),
    "needs:withdraw": own("needs.publish", "pledge.pk", post=True),
    "needs:rule": desk("needs.publish"),
    "needs:take_back_rule": desk("needs.publish", post=True),
    "needs:reports": desk("needs.publish"),
    "needs:report": own("needs.publish", "report.pk"),
    "needs:decline_report": own("needs.publish", "report.pk", post=True),
    "needs:merge_report": own("needs.publish", "report.pk", post=True),
    # Activities
    # Campaigns, teams, contracts
    "campaigns:list": signed_in(),
    "campaigns:new": desk("campaigns.manage"),
    "campaigns:detail": own("activities.read", "campaign.pk"),
    "campaigns:edit": own("campaigns.manage", "campaign.pk"),
    "campaigns:open": own("campaigns.manage", "campaign.pk", post=True),
    "campaigns:close": own("campaigns.manage", "campaign.pk", post=True),
    "campaigns:cancel": own("campaigns.manage", "campaign.pk"),
    "campaigns:activities": own("activities.read", "campaign.pk"),
    "campaigns:stages": own("campaigns.manage", "campaign.pk", post=True),
    "campaigns:fronts": own("campaigns.manage", "campaign.pk", post=True),
    "campaigns:goals": own("campaigns.manage", "campaign.pk", post=True),
    "campaigns:stage_out": own("campaigns.manage", "stage.pk", post=True),
    "campaigns:front_out": own("campaigns.manage", "front.pk", post=True),
    "campaigns:goal_out": own("campaigns.manage", "goal.pk", post=True),
    "campaigns:units": own("activities.read", "campaign.pk"),
    "campaigns:invite": own("campaigns.manage", "campaign.pk", post=True),
    "campaigns:unit_out": own("campaigns.manage", "participation.pk", post=True),
    "campaigns:answer": desk("campaigns.manage", "above.pk"),
    "campaigns:decline": own("campaigns.manage", "above.pk", post=True),
    "campaigns:teams_of": own("activities.read", "campaign.pk"),
    "campaigns:contracts": own("people.read", "campaign.pk"),
    "campaigns:contract_new": own("campaigns.manage", "campaign.pk"),
    "campaigns:contracts_new": own("campaigns.manage", "campaign.pk"),
    "campaigns:contract_end": own("campaigns.manage", "contract.pk"),
    "campaigns:teams": signed_in(),
    "campaigns:team_new": desk("campaigns.manage"),
    "campaigns:team": own("activities.read", "team.pk"),
    "campaigns:team_edit": own("campaigns.manage", "team.pk"),
    "campaigns:team_add": own("campaigns.manage", "team.pk", post=True, data="in_team"),
    "campaigns:team_lead": own("campaigns.manage", "team.pk", post=True, data="in_team"),
    "campaigns:team_remove": own("campaigns.manage", "team.pk", post=True, data="in_team"),
    "campaigns:team_link": own("campaigns.manage", "team.pk", post=True),
    "campaigns:team_end": own("campaigns.manage", "team.pk", post=True),
    "results:campaign": own("activities.read", "campaign.pk"),
    "results:people": own("activities.read", "campaign.pk"),
    "results:sheet": own("activities.read", "campaign.pk"),
    "activities:list": signed_in(),
    "activities:new": desk("activities.manage"),
    "activities:shift_row": signed_in(query="shifts-TOTAL_FORMS=1"),
    "activities:approvals": signed_in(),
    "activities:detail": own("activities.read activities.manage", "activity.pk"),
    "activities:edit": own("activities.manage", "activity.pk"),
    "activities:roster": own("activities.read activities.manage", "activity.pk"),
    "activities:paper": own("activities.read activities.manage", "activity.pk", "shift.pk"),
    "activities:submit": own("activities.manage", "activity.pk", post=True),
    "activities:approve": own("activities.approve", "activity.pk", post=True),
    "activities:return": own("activities.approve", "activity.pk", post=True),
    "activities:cancel": own("activities.manage", "activity.pk", post=True),
    "activities:former": desk("activities.manage"),
    "activities:role_row": signed_in("number", query="shifts-1-roles-TOTAL_FORMS=1"),
    "activities:wave_row": signed_in("number", query="shifts-1-waves-TOTAL_FORMS=1"),
    "activities:templates": desk("activities.manage"),
    "activities:template": own("activities.manage", "template.pk"),
    "activities:delete_template": own("activities.manage", "template.pk", post=True),
    "activities:rules": desk("activities.approve"),
    "activities:drop_rule": own("activities.approve", "rule.pk", post=True),
    "activities:postpone": own("activities.manage", "activity.pk"),
    "activities:resume": own("activities.manage", "activity.pk"),
    "activities:repeat": own("activities.manage", "activity.pk"),
    "activities:stop_series": own("activities.manage", "activity.pk"),
    "activities:save_template": own("activities.manage", "activity.pk"),
    # Dispatch
    "dispatch:list": signed_in(),
    "dispatch:new": desk("matching.manage", others=403),
    "dispatch:incoming": signed_in(),
    "dispatch:answer": own("needs.publish activities.manage", "incoming.pk", post=True),
    "dispatch:detail": own("matching.read", "dispatch.pk"),
    "dispatch:leg": own("matching.manage", "dispatch.pk"),
    "dispatch:edit_leg": own("matching.manage", "dispatch.pk", "leg.pk"),
    "dispatch:remove_leg": own("matching.manage", "dispatch.pk", "leg.pk", post=True),
    "dispatch:suggest": own("matching.manage", "dispatch.pk", post=True),
    "dispatch:send": own("matching.manage", "dispatch.pk", post=True),
    "dispatch:copy": own("matching.manage", "dispatch.pk", post=True),
    "dispatch:cancel": own("matching.manage", "dispatch.pk", post=True),
    # Attendance
    "attendance:today": signed_in(),
    "attendance:activity": own("attendance.read", "activity.pk"),
    "attendance:scan": own("attendance.take", "shift.pk"),
    "attendance:roster": own("attendance.take", "shift.pk"),
    "attendance:check_in": own("attendance.take", "shift.pk", post=True, data="scan"),
    "attendance:check_out": own("attendance.take", "shift.pk", post=True, data="scan"),
    # Records
    "records:list": signed_in(),
    "records:declare": signed_in(),
    "records:declared": signed_in(),
    "records:withdraw": own("work.declare", "work.pk", post=True),
    "records:edit": own("records.read", "over.pk"),
    "records:pictures": own("records.write", "over.pk", post=True),
    "records:publish": own("records.write", "over.pk", post=True),
    # Certificates
    "recognition:pdf": own("certificates.read certificates.issue", "certificate.pk", holder_too=True),
    "recognition:activity": own("certificates.read certificates.issue", "over.pk"),
    "recognition:issue": own("certificates.issue", "over.pk", post=True),
    "recognition:preview_png": own("certificates.issue", "uncertified.pk"),
    "recognition:preview_pdf": own("certificates.issue", "uncertified.pk"),
    "recognition:printed": own("certificates.read certificates.issue", "over.pk", "part"),
    # Programmes
    "indicators:plans": signed_in(),
    "indicators:programme": desk("indicators.read", "plan.slug"),
    "indicators:remind": own("activities.approve", "plan.slug", post=True),
}
