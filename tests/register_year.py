"""A year of a small office's register of applications, invented: 47 of them, over all outcomes and states, 2025 to 2027.

Each line: applicant, receipt, way, then events as (day, what, facts). The table that follows from it stands by hand
in test_register_counts.py.
"""

from register_maker import application, event

NATURAL, FIRM, SCHOOL, CHARITY, LAWYERS, OTHER = (
    "自然人",
    "商业企业",
    "科研机构",
    "社会公益组织",
    "法律服务机构",
    "其他",
)
UNCORRECTED = "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
UNPAID = "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"


def answer(on, outcome, *before):
    """The events of a case that was answered."""
    return (*before, (on, "答复", {"number": f"答{on}", "outcome": outcome}))


def closed(on, outcome, *before):
    """The events of a case that was ended without a letter."""
    return (*before, (on, "终止办理", {"outcome": outcome}))


def notice(on, until, *after):
    """补正告知 and what came of it."""
    return ((on, "补正告知", {"number": f"补{on}", "until": until}), *after)


def fee(on, *after):
    """A fee for 40 pages: 100 yuan."""
    facts = {"number": f"费{on}", "method": "按量", "count": "40", "yuan": "100"}
    return ((on, "收费通知", facts), *after)


ASKED = ("征求第三方意见", {"number": "征1号"})

ROWS = (
    # Received in 2025. The first two were answered in 2025 and count in no row of 2026.
    (NATURAL, "2025-03-03", "当面", answer("2025-03-20", "予以公开")),
    (FIRM, "2025-12-01", "互联网", answer("2025-12-31", "重复申请")),
    # Carried into 2026: four.
    (NATURAL, "2025-12-08", "当面", answer("2026-01-05", "予以公开")),
    (NATURAL, "2025-12-31", "挂号邮寄", answer("2026-01-20", "本机关不掌握相关政府信息")),
    (
        FIRM,
        "2025-12-22",
        "传真",
        answer("2026-01-16", "部分公开", ("2025-12-25", *ASKED), ("2026-01-06", "第三方答复", {})),
    ),
    (
        LAWYERS,
        "2025-12-15",
        "当面",
        notice(
            "2025-12-18",
            "2026-01-15",
            ("2026-01-12", "收到补正", {}),
            *answer("2026-02-06", "补正后申请内容仍不明确"),
        ),
    ),
    # Received and decided in 2026.
    (NATURAL, "2026-01-05", "当面", answer("2026-01-05", "予以公开")),
    (NATURAL, "2026-01-12", "口头", answer("2026-01-20", "予以公开")),
    (NATURAL, "2026-02-02", "互联网", answer("2026-03-02", "予以公开")),
    (FIRM, "2026-02-09", "挂号邮寄", answer("2026-03-13", "予以公开")),
    (SCHOOL, "2026-02-25", "互联网", answer("2026-03-10", "予以公开")),
    (CHARITY, "2026-03-02", "平常信函", answer("2026-03-20", "予以公开")),
    (LAWYERS, "2026-03-03", "当面", answer("2026-03-25", "予以公开")),
    (OTHER, "2026-03-04", "当面", answer("2026-03-26", "予以公开")),
    (NATURAL, "2026-03-05", "互联网", answer("2026-03-27", "部分公开")),
    (FIRM, "2026-03-09", "互联网", answer("2026-04-03", "部分公开")),
    (
        NATURAL,
        "2026-03-10",
        "当面",
        answer(
            "2026-04-01",
            "属于国家秘密",
            ("2026-03-12", "提请确定", {"number": "函3号", "to": "市国家保密局"}),
            ("2026-03-26", "收到确定意见", {}),
        ),
    ),
    (FIRM, "2026-03-11", "当面", answer("2026-04-02", "其他法律行政法规禁止公开")),
    (NATURAL, "2026-03-12", "互联网", answer("2026-04-07", "危及“三安全一稳定”")),
    (
        FIRM,
        "2026-03-13",
        "互联网",
        answer("2026-04-24", "保护第三方合法权益", ("2026-03-17", *ASKED), ("2026-04-02", "第三方答复", {})),
    ),
    (NATURAL, "2026-03-16", "互联网", answer("2026-04-10", "属于三类内部事务信息")),
    (SCHOOL, "2026-03-17", "当面", answer("2026-04-13", "属于四类过程性信息")),
    (NATURAL, "2026-03-18", "当面", answer("2026-04-14", "属于四类过程性信息")),
    (LAWYERS, "2026-03-19", "当面", answer("2026-04-15", "属于行政执法案卷")),
    (NATURAL, "2026-03-20", "当面", answer("2026-04-16", "属于行政查询事项")),
    (NATURAL, "2026-04-07", "互联网", answer("2026-04-21", "本机关不掌握相关政府信息")),
    (FIRM, "2026-04-08", "互联网", answer("2026-04-22", "本机关不掌握相关政府信息")),
    (SCHOOL, "2026-04-09", "互联网", answer("2026-04-23", "没有现成信息需要另行制作")),
    (
        NATURAL,
        "2026-04-10",
        "传真",
        notice(
            "2026-04-14",
            "2026-05-08",
            ("2026-05-06", "收到补正", {}),
            *answer("2026-05-20", "补正后申请内容仍不明确"),
        ),
    ),
    (NATURAL, "2026-04-13", "挂号邮寄", answer("2026-04-27", "信访举报投诉类申请")),
    (NATURAL, "2026-04-14", "挂号邮寄", answer("2026-04-28", "信访举报投诉类申请")),
    (NATURAL, "2026-04-15", "互联网", answer("2026-04-29", "重复申请")),
    (CHARITY, "2026-04-16", "互联网", answer("2026-04-30", "要求提供公开出版物")),
    (
        OTHER,
        "2026-05-06",
        "互联网",
        answer(
            "2026-06-18",
            "无正当理由大量反复申请",
            ("2026-05-08", "要求说明理由", {"number": "理1号"}),
            ("2026-05-22", "收到说明", {}),
            ("2026-05-25", "延迟答复", {"number": "延3号", "until": "2026-06-30"}),
        ),
    ),
    (FIRM, "2026-05-07", "当面", answer("2026-05-29", "要求行政机关确认或重新出具已获取信息")),
    (NATURAL, "2026-05-08", "当面", notice("2026-05-11", "2026-05-25", *closed("2026-06-01", UNCORRECTED))),
    (FIRM, "2026-05-11", "互联网", fee("2026-05-14", *closed("2026-06-22", UNPAID))),
    (
        NATURAL,
        "2026-05-12",
        "互联网",
        fee("2026-05-15", ("2026-05-20", "缴费", {}), *answer("2026-06-10", "予以公开")),
    ),
    (NATURAL, "2026-05-13", "当面", closed("2026-05-20", "其他")),
    (
        LAWYERS,
        "2026-06-01",
        "当面",
        answer(
            "2026-07-10",
            "予以公开",
            ("2026-06-24", "延长答复期限", {"number": "延1号", "days": "15", "approved_by": "办公室主任"}),
        ),
    ),
    # Decided in 2026, and again after a review: the first outcome stays what it was.
    (
        NATURAL,
        "2026-06-02",
        "当面",
        (
            *answer("2026-06-20", "属于四类过程性信息"),
            ("2026-10-12", "重新答复", {"number": "答9号", "outcome": "予以公开"}),
        ),
    ),
    # Carried out to 2027: open, 补正, 待定密, waiting for payment, answered in January.
    (NATURAL, "2026-12-14", "当面", ()),
    (FIRM, "2026-12-15", "互联网", notice("2026-12-18", "2027-01-15")),
    (NATURAL, "2026-12-16", "当面", (("2026-12-18", "提请确定", {"number": "函9号", "to": "市国家保密局"}),)),
    (OTHER, "2026-12-17", "互联网", fee("2026-12-21")),
    (SCHOOL, "2026-12-21", "互联网", answer("2027-01-08", "予以公开")),
    # Sent in December 2026, confirmed in January: of 2027.
    (NATURAL, "2027-01-04", "互联网", ()),
)


def cases():
    """The cases, each with its number."""
    numbers = {}
    made = []
    for applicant, received, way, events in ROWS:
        year = received[:4]
        numbers[year] = numbers.get(year, 0) + 1
        # The last one arrived in the year before its confirmation.
        facts = {"arrived": "2026-12-31"} if received == "2027-01-04" else {}
        made.append(
            application(
                received,
                *(event(on, what, **said) for on, what, said in events),
                applicant=applicant,
                way=way,
                number=f"{year}-{numbers[year]:04}",
                **facts,
            )
        )
    return made
