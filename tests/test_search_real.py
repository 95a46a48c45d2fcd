"""How well real documents are found (design 8). The documents lie beside the checkout and are never part of it."""

import gzip
import json
import re
from pathlib import Path

import pytest
from search_site import ROOT, make_view, serve, write_site

pytestmark = [pytest.mark.browser, pytest.mark.shared]

CORPUS = ROOT.parent / "shared" / "corpus"
FIND = """async (queries) => {
  const answers = [];
  for (const query of queries) {
    const pages = (await DisclosureIndex.find(DisclosureQuery.parse(query))).pages.slice(0, 10);
    answers.push(await Promise.all(pages.map(async (page) => (await DisclosureIndex.read(page)).address)));
  }
  return answers;
}"""


def as_text(markdown):
    """The words of a document, about as the renderer leaves them."""
    text = re.sub(r"<!--.*?-->", "", markdown, flags=re.DOTALL).replace("**", "")
    return re.sub(r"[ \t|]*\n[ \t|]*", "\n", re.sub(r"(?m)^#+ *", "", text)).strip()


@pytest.fixture(scope="module")
def real_site(tmp_path_factory):
    """A site of all the real documents, and the document at each address."""
    if not CORPUS.exists():
        pytest.skip("the real documents (shared/corpus beside the checkout) are not here")
    items, documents = [], {}
    with gzip.open(CORPUS / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            document = json.loads(line)
            formed = document["date"] or "2020-01-01"
            view = make_view(
                number,
                document["title"],
                year=formed[:4],
                formed=formed,
                document_number=document["doc_number"] or "",
                office=document["office"] or "未注明",
            )
            documents[f"items/{view.item.year}/{view.item.id}.html"] = document["id"]
            items.append((view, as_text(document["text"])))
    folder = tmp_path_factory.mktemp("real") / "site"
    write_site(folder, items)
    return folder, documents


def test_real_queries(real_site, chromium):
    """Design 8: of the queries that people type, all in the first ten, 95 % at the top."""
    folder, documents = real_site
    queries = [
        json.loads(line) for line in Path(CORPUS, "queries.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    with serve(folder) as address:
        page = chromium.new_page()
        page.goto(f"{address}search.html")
        answers = page.evaluate(FIND, [query["query"] for query in queries])
        page.close()
    ranks = {}
    for query, addresses in zip(queries, answers, strict=True):
        right = {query["target_id"], *query.get("acceptable_ids", [])}
        ranks[query["query"]] = next((n for n, a in enumerate(addresses) if documents.get(a) in right), None)
    worse = {query: rank for query, rank in ranks.items() if rank != 0}
    in_ten, at_top = (sum(rank is not None and rank < most for rank in ranks.values()) for most in (10, 1))
    assert len(queries) == in_ten, f"in the first ten: {in_ten} of {len(queries)}; not at the top: {worse}"
    assert 0.95 <= at_top / len(queries), f"at the top: {at_top} of {len(queries)}; not there: {worse}"
