"""Universal Dependencies treebanks as surface tokens, old annotation brought near to today's.

Clitics that a treebank splits off ("menyetujui|nya") are put together again: the shipped tokenizer
does not split them, and the token takes tag, relation and head of its main part. Subtypes of
relations are dropped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

OPENING = {")": "(", "]": "[", "”": "“", "''": "``"}
ALL_OPENING = frozenset({"(", "[", "“", "``", '"', "'"})


@dataclass(frozen=True, slots=True)
class Token:
    """A surface token. `head` is a position in the sentence; the root's is its own."""

    form: str
    tag: str
    head: int
    relation: str
    space: bool = True


Tree = tuple[Token, ...]


def read(path: Path) -> list[tuple[str, Tree]]:
    """(text, tokens) of each sentence of a CoNLL-U file."""
    trees: list[tuple[str, Tree]] = []
    text, rows = "", []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# text ="):
            text = line.removeprefix("# text =").strip()
        elif not line.strip():
            if rows:
                trees.append((text, surface(rows)))
            rows = []
        elif line[0] != "#" and "." not in line.split("\t")[0]:
            rows.append(line.split("\t"))
    return trees


def surface(rows: list[list[str]]) -> Tree:
    """The surface tokens of a sentence's rows."""
    words = {int(row[0]): row for row in rows if "-" not in row[0]}
    groups: list[tuple[str, list[int], bool]] = []
    grouped: set[int] = set()
    for row in rows:
        space = "SpaceAfter=No" not in row[9]
        if "-" in row[0]:
            first, last = (int(n) for n in row[0].split("-"))
            groups.append((row[1], list(range(first, last + 1)), space))
            grouped.update(range(first, last + 1))
        elif int(row[0]) not in grouped:
            groups.append((row[1], [int(row[0])], space))
    at = {number: place for place, (_, numbers, _) in enumerate(groups) for number in numbers}
    tree = []
    for place, (form, numbers, space) in enumerate(groups):
        main = next(words[n] for n in numbers if int(words[n][6]) not in numbers)
        root = main[6] == "0"
        head = place if root else at[int(main[6])]
        tree.append(Token(form, main[3], head, "ROOT" if root else main[7].split(":")[0], space))
    return tuple(tree)


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the old annotation's tags and relations became, learned from a part annotated in both ways."""

    tags: dict[Hashable, Counter[str]]
    relations: dict[Hashable, Counter[str]]

    def today(self, tree: Tree) -> Tree:
        """The tree with tags, relations and punctuation as today's guidelines would mostly have them."""
        mapped = []
        for token in tree:
            form, head_tag = token.form.lower(), tree[token.head].tag
            tag = _best(self.tags, 2, (form, token.tag, token.relation), (form, token.tag)) or token.tag
            relation = token.relation
            if relation != "ROOT":
                keys = ((form, relation, token.tag), (relation, token.tag, head_tag))
                new = _best(self.relations, 3, *keys)
                relation = new if new and new != "ROOT" else relation
            mapped.append(replace(token, tag=tag, relation=relation))
        return punctuated(tuple(mapped))


def _best(counts: dict[Hashable, Counter[str]], least: int, *keys: Hashable) -> str | None:
    for key in keys:
        if key in counts and counts[key].total() >= least:
            return counts[key].most_common(1)[0][0]
    return None


def learn_mapping(old: Iterable[tuple[str, Tree]], new: Iterable[tuple[str, Tree]]) -> Mapping:
    """The mapping that sentences annotated in both ways teach; others are passed over."""
    tags: dict[Hashable, Counter[str]] = defaultdict(Counter)
    relations: dict[Hashable, Counter[str]] = defaultdict(Counter)
    before = dict(old)
    for text, tree in new:
        was = before.get(text, ())
        if [t.form for t in was] != [t.form for t in tree]:
            continue
        for then, now in zip(was, tree, strict=True):
            form = then.form.lower()
            for key in ((form, then.tag, then.relation), (form, then.tag)):
                tags[key][now.tag] += 1
            for pair in ((form, then.relation, then.tag), (then.relation, then.tag, was[then.head].tag)):
                relations[pair][now.relation] += 1
    return Mapping(tags, relations)


def punctuated(tree: Tree) -> Tree:
    """The tree with its punctuation attached as high as stays projective, as UD does since 2.2."""
    heads = [t.head for t in tree]
    marks = [t.relation == "punct" for t in tree]
    if any(marks[heads[at]] for at in range(len(tree)) if not marks[at]) or all(marks):
        return tree
    new, opened = list(heads), {}
    for at, token in enumerate(tree):
        if not marks[at]:
            continue
        start = opened.pop(OPENING.get(token.form, token.form), None)
        if start is not None:
            inside = next((k for k in range(start + 1, at) if not marks[k]), None)
            if inside is not None:
                while start < heads[inside] < at and heads[inside] != inside:
                    inside = heads[inside]
                new[at] = new[start] = inside
                continue
        if token.form in ALL_OPENING:
            opened[token.form] = at
        new[at] = _attach(at, heads, marks)
    return tuple(replace(token, head=head) for token, head in zip(tree, new, strict=True))


def _attach(at: int, heads: list[int], marks: list[bool]) -> int:
    root = next(k for k, head in enumerate(heads) if head == k)
    left = next((k for k in range(at - 1, -1, -1) if not marks[k]), None)
    right = next((k for k in range(at + 1, len(heads)) if not marks[k]), None)
    if left is None or right is None:
        return root
    while heads[left] != left and heads[left] < at:
        left = heads[left]
    while heads[right] != right and heads[right] > at:
        right = heads[right]
    if heads[right] < at:
        return right
    return left if heads[left] > at or heads[left] == left else right
