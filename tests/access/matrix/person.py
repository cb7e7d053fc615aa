"""What a person shows of their record, boards of honour, and what is said after an activity."""

from tests.access.matrix.lines import Line, holder, own, public, signed_in

PERSON: dict[str, Line] = {
    "record:own": signed_in(),
    "record:new_paper": signed_in(),
    "record:paper": holder("record_paper.pk"),
    "record:withdraw_paper": holder("record_paper.pk", post=True),
    "record:share": signed_in(),
    "record:link": signed_in(post=True),
    "record:preview": signed_in(),
    "shared:record": public("share.key"),
    "honour:list": public(),
    "honour:unit": public("unit.slug"),
    "honour:board": public("board.pk"),
    "honour_desk:list": signed_in(),
    "honour_desk:new": signed_in(),
    "honour_desk:board": own("honour.manage", "board.pk"),
    "honour_desk:ask": own("honour.manage", "board.pk", post=True),
    "honour_desk:close": own("honour.manage", "board.pk", post=True),
    "guardian:allowance": holder("child.pk", "honour", post=True),
    "signup:absence": holder("absent.pk"),
    "feedback:given": public(),
    "feedback:give": public("ticket.key"),
    "attendance:feedback": own("attendance.read", "over.pk"),
    "attendance:thank": own("attendance.take", "over.pk", post=True),
    "attendance:heed": own("attendance.take", "over.pk", post=True),
    "attendance:hide_feedback": own("attendance.take", "voice.pk", post=True),
}
