"""What an application, its reply and its clocks are told by law: remedies, time limits, fees, the form."""

import re
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

DATA = Path(__file__).parents[1] / "hooks" / "disclosure" / "data"

TERM_GROUPS = ("publication", "public_opinion", "application", "remedies", "annual_report", "freshness")


@cache
def load(name: str) -> dict[str, Any]:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def ids(entries: list[dict[str, Any]]) -> list[str]:
    return [e["id"] for e in entries]


def twice(values: list[str]) -> list[str]:
    return sorted({v for v in values if values.count(v) > 1})


def statutory_categories() -> set[str]:
    return set(ids(load("profiles/statutory.yml")["categories"]))


def track_on(outcome: str, day: str) -> dict[str, Any]:
    """The remedy rule that the data give for an outcome on a day."""
    data = load("remedies.yml")
    group = next(o["group"] for o in data["outcomes"] if o["id"] == outcome)
    regime = next(r for r in data["regimes"] if r["from"] <= day <= r.get("until", "9999-12-31"))
    return next(t for t in regime["tracks"] if group in t["groups"])


class TestRemedies:
    """救济途径 by outcome and date: a letter on the wrong track is an error."""

    def test_outcomes_are_the_rows_of_table_three(self):
        """国办公开办函〔2021〕30号: 予以公开, 部分公开, eight refusals, three, five, three."""
        rows = [o["row"] for o in load("remedies.yml")["outcomes"]]
        expected = ["（一）予以公开", "（二）部分公开"]
        for title, count in (
            ("（三）不予公开", 8),
            ("（四）无法提供", 3),
            ("（五）不予处理", 5),
            ("（六）其他处理", 3),
        ):
            expected += [f"{title} {n}" for n in range(1, count + 1)]
        assert expected == rows

    def test_states_are_no_outcomes(self):
        """国办公开办函〔2021〕30号: 补正 and 待定密 are states of a case, never its outcome."""
        assert [] == [
            o["name"] for o in load("remedies.yml")["outcomes"] if o["name"] in ("补正", "待定密", "暂缓公开")
        ]

    def test_every_outcome_has_a_letter_or_says_why_not(self):
        """Q13: every leaf has a letter, or a note why none."""
        bare = [o["id"] for o in load("remedies.yml")["outcomes"] if not o["letter"] and not o.get("why")]
        assert [] == bare

    def test_regimes_follow_one_another(self):
        """行政复议法 90: remedies are data by date; every day since the 条例 took effect has one regime."""
        regimes = load("remedies.yml")["regimes"]
        assert "2019-05-15" == regimes[0]["from"], "the day the revised 条例 took effect"
        for earlier, later in pairwise(regimes):
            assert date.fromisoformat(earlier["until"]) + timedelta(days=1) == date.fromisoformat(
                later["from"]
            )
        assert "until" not in regimes[-1], "the last regime is in force"

    def test_each_regime_decides_every_outcome_once(self):
        """Q13: no outcome without a track, none with two."""
        data = load("remedies.yml")
        groups = sorted({o["group"] for o in data["outcomes"]})
        tracks = set(ids(data["tracks"]))
        for regime in data["regimes"]:
            assert groups == sorted(g for t in regime["tracks"] for g in t["groups"]), regime["id"]
            assert set() == {t["track"] for t in regime["tracks"]} - tracks, regime["id"]

    @pytest.mark.parametrize(
        ("outcome", "day", "track"),
        [
            ("refused-state-secret", "2023-12-31", "either"),
            ("refused-state-secret", "2024-01-01", "review-first"),
            ("refused-process", "2026-11-22", "review-first"),
            ("partial", "2026-07-01", "review-first"),
            ("granted", "2026-11-22", "either"),
            ("declined-repeat", "2024-06-01", "either"),
            ("unable-not-held", "2026-07-01", "either"),
        ],
    )
    def test_refusals_go_to_review_first_since_2024(self, outcome, day, track):
        """行政复议法 (2023) 23(4), since 2024-01-01: review before suing over 不予公开."""
        assert track == track_on(outcome, day)["track"]

    def test_what_was_not_read_in_the_law_says_so(self):
        """Design 2: an unverified track says in a note what the legal division must confirm."""
        tracks = [t for regime in load("remedies.yml")["regimes"] for t in regime["tracks"]]
        assert [] == [t for t in tracks if not t["verified"] and not t.get("note")]
        assert track_on("refused-third-party", "2024-01-01")["verified"] is True

    def test_the_texts_name_their_terms(self):
        """行政复议法 20, 行政诉讼法 45 and 46: the letters say the terms that the data give."""
        data = load("remedies.yml")
        terms = {t["id"]: (t["length"], t["unit"]) for t in data["terms"]}
        assert ((60, "day"), (15, "day"), (6, "month")) == (
            terms["review"],
            terms["sue-after-review"],
            terms["sue-directly"],
        )
        texts = {t["id"]: t["text"] for t in data["tracks"]}
        assert "六十日" in texts["review-first"]
        assert "十五日" in texts["review-first"]
        assert "先向{review_authority}申请行政复议" in texts["review-first"]
        assert "六个月" in texts["either"]

    def test_a_letter_on_the_wrong_track_can_be_told(self):
        """Q13: the words a track must contain are in its own text, and tell it from the other one."""
        for track in load("remedies.yml")["tracks"]:
            assert [] == [w for w in track["must_contain"] if w not in track["text"]], track["id"]
        texts = {t["id"]: t["text"] for t in load("remedies.yml")["tracks"]}
        assert "或者自收到" not in texts["review-first"], "no free choice beside a compulsory review"

    def test_review_authority_of_a_department(self):
        """行政复议法 (2023) 24: since 2024-01-01 the government at the same level alone."""
        authorities = [
            a for a in load("remedies.yml")["review_authorities"] if a["office"] == "local-department"
        ]
        assert ["本级人民政府", "本级人民政府或者上一级主管部门"] == [a["name"] for a in authorities]
        assert ("2024-01-01", "2023-12-31") == (authorities[0]["from"], authorities[1]["until"])


def limit(name: str) -> dict[str, Any]:
    data = load("time_limits.yml")
    return next(e for g in TERM_GROUPS for e in data[g] if e["id"] == name)


class TestTimeLimits:
    """期限 as data: the law's fail, stricter local ones warn."""

    @pytest.mark.parametrize(
        ("name", "length", "unit", "level"),
        [
            ("proactive-disclosure", 20, "working-day", "error"),
            ("answer", 20, "working-day", "error"),
            ("answer-extension", 20, "working-day", "error"),
            ("clarification-notice", 7, "working-day", "error"),
            ("third-party", 15, "working-day", "warning"),
            ("joint-organ", 15, "working-day", "warning"),
            ("penalty-withdrawal", 3, "working-day", "error"),
            ("budget", 20, "day", "error"),
            ("reprint", 1, "working-day", "warning"),
            ("hand-over", 2, "working-day", "warning"),
            ("secrecy-review", 5, "working-day", "warning"),
            ("opinion-response", 48, "hour", "warning"),
            ("local-answer", 15, "day", "warning"),
        ],
    )
    def test_terms(self, name, length, unit, level):
        """条例 26, 30, 32–34; 行政处罚法 48 with 85; 预算法 14; X16, Q12, Q32, Q44, Q54."""
        found = limit(name)
        assert (length, unit, level) == (found["length"], found["unit"], found["level"])

    def test_proactive_term_runs_from_formation_and_change(self):
        """条例 26, J16, S11: twenty working days from 形成 or from 变更; both start a term."""
        assert ["formed", "changed"] == limit("proactive-disclosure")["counts_from"]

    def test_correction_restarts_and_consultation_pauses(self):
        """条例 30, 33: 补正 restarts the answer's clock; asking third parties and other organs stops it."""
        answer = limit("answer")
        assert ["corrected"] == answer["restarts_on"]
        assert 2 == len(answer["pauses_during"])

    def test_local_terms_yield_to_the_law(self):
        """Q12, Q17: a local term that conflicts names the law's, which decides; it only warns."""
        yielding = {
            n: limit(n)["yields_to"]
            for n in ("local-answer", "local-answer-extension", "local-annual-report")
        }
        assert {
            "local-answer": "answer",
            "local-answer-extension": "answer-extension",
            "local-annual-report": "annual-report-department",
        } == yielding
        assert {"warning"} == {limit(n)["level"] for n in yielding}
        assert {"error"} == {limit(n)["level"] for n in yielding.values()}

    def test_a_local_term_names_its_duty(self):
        """Design 2: what differs between regulations is data that says whose it is."""
        data = load("time_limits.yml")
        profiles = [p.stem for p in (DATA / "profiles").glob("*.yml")]
        for group in TERM_GROUPS:
            for term in data[group]:
                if "profile" in term:
                    assert term["profile"] in profiles, term["id"]
                    assert re.fullmatch(r"[XYJQS]\d+", term["duty"]), term["id"]

    def test_annual_report_is_due_on_two_acts(self):
        """条例 49: 报送主管部门 and 公布 are two dates, both due on 31 January."""
        report = limit("annual-report-department")
        assert "01-31" == report["due"]
        assert ["报送主管部门", "向社会公布"] == report["acts"]
        assert "03-31" == limit("annual-report-government")["due"]

    def test_terms_for_categories_name_real_ones(self):
        """条例 26: where another law sets the term, that term stands; so terms are data per category."""
        statutory = statutory_categories()
        data = load("time_limits.yml")
        for term in [*data["publication"], *data["freshness"]]:
            assert set() == set(term.get("categories", ())) - statutory, term["id"]

    def test_unverified_terms_never_fail_a_build(self):
        """Design 2: from memory means a warning at most, unless it only says "at the same time"."""
        data = load("time_limits.yml")
        hard = [e["id"] for g in TERM_GROUPS for e in data[g] if not e["verified"] and e["level"] == "error"]
        assert ["interpretation"] == hard, (
            "Q45 alone: an error unless an exemption from interpreting is approved"
        )


class TestFees:
    """信息处理费 (国办函〔2020〕109号)."""

    @pytest.mark.parametrize("method", ["by-item", "by-page"])
    def test_tiers_have_no_gap(self, method):
        """109号: excess progression; every count lies in exactly one tier, the first of which is free."""
        tiers = next(m for m in load("time_limits.yml")["fees"]["methods"] if m["id"] == method)["tiers"]
        assert (1, 0) == (tiers[0]["from"], tiers[0]["yuan"])
        for lower, upper in pairwise(tiers):
            assert lower["to"] + 1 == upper["from"], method
            assert lower["yuan"] < upper["yuan"], method

    def test_prices(self):
        """109号 第四条, 第五条: 10 items and 30 pages are free; then the steps of excess progression."""
        by_item, by_page = load("time_limits.yml")["fees"]["methods"]
        assert [(10, 0), (30, 100), (40, 200)] == [(t["to"], t["yuan"]) for t in by_item["tiers"]]
        assert {"every": 10, "adds_yuan": 100} == by_item["then"]
        assert [0, 10, 20, 40] == [t["yuan"] for t in by_page["tiers"]]
        assert "to" not in by_page["tiers"][-1], "the last tier is open"

    def test_never_both(self):
        """109号 第三条: by item or by page, never both."""
        assert load("time_limits.yml")["fees"]["one_method_only"] is True


class TestApplication:
    """依申请公开: the form, the receipt dates and the steps (条例第四章)."""

    def test_form_has_the_three_parts(self):
        """条例 29: exactly three parts, no field for purpose or reason."""
        form = load("application.yml")["form"]
        assert ["applicant", "information", "provision"] == ids(form["parts"])
        labels = [f["label"] for part in form["parts"] for f in part["fields"]]
        assert [] == [w for w in ("用途", "理由", "需要") for label in labels if w in label]
        forbidden = {f["id"] for f in form["forbidden_fields"]}
        assert set() == forbidden & {f["id"] for part in form["parts"] for f in part["fields"]}

    def test_every_way_that_can_be_asked_for_can_be_delivered(self):
        """Q14: 按申请的形式提供: the form offers the ways in which a register can say that a reply went out."""
        fields = {f["id"]: f for part in load("application.yml")["form"]["parts"] for f in part["fields"]}
        assert {"纸质", "电子数据"} <= set(fields["provision-form"]["choices"])
        assert ["当面领取", "邮寄", "电子邮件", "传真"] == fields["provision-route"]["choices"]
        assert set() == set(fields["provision-route"]["choices"]) - set(
            load("registers.yml")["choices"]["delivery"]
        )

    @pytest.mark.parametrize(
        ("channel", "received_on"),
        [
            ("in-person", "submitted"),
            ("signed-mail", "signed"),
            ("ordinary-mail", "confirmed"),
            ("internet", "both-confirmed"),
            ("fax", "both-confirmed"),
        ],
    )
    def test_receipt_dates(self, channel, received_on):
        """条例 31: the day of receipt depends on the way an application came."""
        found = next(c for c in load("application.yml")["channels"] if c["id"] == channel)
        assert received_on == found["received_on"]
        assert "第三十一条" in found["article"]

    def test_the_page_says_what_it_cannot_do(self):
        """J21, design 10: the site says that it receives nothing online, before it lists the channels."""
        assert "不能在线接收申请" in load("application.yml")["notice"]["text"]

    def test_texts_are_ready_to_print(self):
        """Design 9: content is good Chinese: whole sentences, Chinese punctuation."""
        data = load("application.yml")
        entries = [e for k in ("channels", "steps", "answers", "rights") for e in data[k]] + data["form"][
            "parts"
        ]
        for entry in [*entries, data["notice"], data["consultation"], data["who"]]:
            assert entry["text"].endswith("。"), entry
            assert not re.search(r"[,;:?!()]", entry["text"]), f"ASCII punctuation: {entry['text']}"

    def test_steps_name_real_terms(self):
        """条例 30, 32–34: the terms a step speaks of are those that the registers count."""
        application = {e["id"] for e in load("time_limits.yml")["application"]}
        named = {n for step in load("application.yml")["steps"] for n in step.get("limits", ())}
        assert {"clarification-notice", "third-party", "joint-organ", "answer", "answer-extension"} == named
        assert set() == named - application

    def test_answers_cover_articles_36_to_39(self):
        """条例 36 has seven answers, 37–39 four more, 35 one; each leads to rows of the annual report."""
        answers = load("application.yml")["answers"]
        rows = set(ids(load("remedies.yml")["outcomes"]))
        assert 7 == len([a for a in answers if "第三十六条" in a["article"]])
        assert set() == {o for a in answers for o in a["outcomes"]} - rows
        assert [] == twice(ids(answers))
