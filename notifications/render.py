"""글 만들기 templates into words: in a sandbox, of known parts only, and never more than a message holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import orjson
from jinja2 import (
    BaseLoader,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    nodes,
)

from notifications.press import Sandbox, press
from notifications.words import OWN, Said, Words, for_channel
from states.canonical import digest
from states.contact import Channel
from states.handset import Size, bytes_of, size_of
from states.kind import Kind
from states.korean import with_particle
from states.refusals import Refusal

FOLDER = Path(__file__).parent / "templates"
_MOST = 200_000  #: letters in one part of a message
_SUBJECT = "Subject: "
_MANY, _KEPT = 100, 16  #: readers for whom a template is set once more, and how many of these are kept
_PARTS = {Channel.PHONE: ("sms",), Channel.MAIL: ("mail.txt", "mail.html")}
_LISTS = ("projects", "left", "also")  #: all that may be walked over, and it is short
_KNOWN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.Name,
    nodes.Getattr,
    nodes.If,
    nodes.CondExpr,
    nodes.For,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Extends,
    nodes.Block,
    nodes.Include,
)


class TemplateFaulty(Refusal):
    code = "telling.template_faulty"
    text = "알림 틀 {name}의 {line}번째 줄을 쓸 수 없습니다: {why}. 틀을 고쳐 다시 해 주세요."


class WordsFaulty(Refusal):
    code = "telling.words_faulty"
    text = "알림 틀 {name}에서 글을 만들 수 없습니다: {why}. 틀이 쓰는 말을 확인해 주세요."


@dataclass(frozen=True, slots=True)
class Body:
    """A message as it is sent; its bytes are frozen at its first try."""

    text: str
    subject: str = ""
    html: str = ""

    @property
    def frozen(self) -> bytes:
        return orjson.dumps({"html": self.html, "subject": self.subject, "text": self.text})

    @classmethod
    def thawed(cls, frozen: bytes) -> "Body":
        return cls(**orjson.loads(frozen))


def short(text: str, most: int) -> str:
    """At most so many letters, the last of them a mark that there is more."""
    return text if len(text) <= most else text[: most - 1] + "…"


def won(amount: int) -> str:
    """An amount with its commas."""
    return f"{amount:,}"


def _said(value: object) -> object:
    """What is missing is never written out as a word."""
    if value is None:
        raise ValueError("nothing to say here")
    return value


FILTERS = {"short": short, "won": won, "josa": with_particle}


class Templates:
    """The templates of a folder, each looked at before it is used."""

    def __init__(self, loader: BaseLoader | None = None) -> None:
        self._loader = loader or FileSystemLoader(FOLDER)
        self._plain, self._page = self._environment(False), self._environment(True)
        self._versions: dict[tuple[str, Channel], str] = {}
        self._pressed: dict[object, Template] = {}

    def body(self, kind: Kind, channel: Channel, words: Words) -> Body:
        """Say it in these words."""
        self.version(kind, channel)  # looked at before it is ever used
        return _body(
            [self._environment_of(part).get_template(_file(kind, part)) for part in _PARTS[channel]],
            for_channel(words, channel),
        )

    def bodies(self, kind: Kind, channel: Channel, said: Said) -> Iterator[tuple[int, Body | Refusal]]:
        """Say it to many: what all of them are told is put into the templates first."""
        self.version(kind, channel)
        said = said.by(channel)
        parts = [self._set(_file(kind, part), part, said) for part in _PARTS[channel]]
        for person in said.own:
            try:
                yield person, _body(parts, said.to(person))
            except Refusal as refusal:
                yield person, refusal

    def version(self, kind: Kind, channel: Channel) -> str:
        """Name the templates by their content, with what they include."""
        known = self._versions.get((kind.name, channel))
        if known is None:
            parts = [source for part in _PARTS[channel] for source in self._sources(_file(kind, part))]
            known = self._versions[kind.name, channel] = digest("\x00".join(parts).encode())
        return known

    def look_at(self, kind: Kind, channel: Channel) -> None:
        """Refuse a template that has more than the known parts."""
        for part in _PARTS[channel]:
            for _ in self._sources(_file(kind, part)):
                pass

    def _set(self, name: str, part: str, said: Said) -> Template:
        """The template itself for a few, and set for them for many."""
        environment = self._environment_of(part)
        if len(said.own) < _MANY:
            return environment.get_template(name)
        known = (name, tuple(sorted((key, value) for key, value in said.shared.items() if key not in OWN)))
        if known not in self._pressed:
            if len(self._pressed) >= _KEPT:
                self._pressed.clear()
            self._pressed[known] = press(environment, self._parsed, name, said.shared)
        return self._pressed[known]

    def _parsed(self, name: str) -> nodes.Template:
        return self._plain.parse(self._loader.get_source(self._plain, name)[0], name)

    def _environment_of(self, part: str) -> Sandbox:
        return self._page if part.endswith("html") else self._plain

    def _environment(self, escapes: bool) -> Sandbox:
        made = Sandbox(
            loader=self._loader,
            auto_reload=False,
            undefined=StrictUndefined,
            autoescape=escapes,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_said,
        )
        made.filters = dict(FILTERS)
        made.globals = {}
        return made

    def _sources(self, name: str) -> Iterator[str]:
        """A template's text and what it includes, each of known parts."""
        try:
            source, _, _ = self._loader.get_source(self._plain, name)
            tree = self._plain.parse(source, name)
        except TemplateNotFound:
            raise TemplateFaulty(name=name, line=0, why="없는 파일입니다") from None
        except TemplateError as error:
            raise TemplateFaulty(name=name, line=getattr(error, "lineno", 0), why=error.message) from None
        yield source
        for node in _nodes(tree):
            _refuse_unknown(name, node)
            if isinstance(node, nodes.Extends | nodes.Include):
                yield from self._sources(_included(name, node))


def _body(parts: Sequence[Template], words: Words) -> Body:
    made = [_rendered(part, words) for part in parts]
    if len(made) == 1:
        return Body(made[0].strip())
    subject, _, text = made[0].partition("\n")
    return Body(text.strip() + "\n", subject.removeprefix(_SUBJECT).strip(), made[1])


def _rendered(template: Template, words: Words) -> str:
    try:
        made = template.render(words)
    except TemplateError as error:
        raise WordsFaulty(name=template.name, why=error.message) from None
    except (TypeError, ValueError, AttributeError) as error:
        raise WordsFaulty(name=template.name, why=type(error).__name__) from None
    if len(made) > _MOST:
        raise WordsFaulty(name=template.name, why=f"{len(made)}")
    return made


@lru_cache(maxsize=1)
def our_templates() -> Templates:
    """The templates that we ship, read and compiled once in a process."""
    return Templates()


def _refuse_unknown(name: str, node: nodes.Node) -> None:
    line = getattr(node, "lineno", 0)
    if not isinstance(node, _KNOWN):
        raise TemplateFaulty(name=name, line=line, why=f"{type(node).__name__}은 쓰지 않습니다")
    if isinstance(node, nodes.For) and not (isinstance(node.iter, nodes.Name) and node.iter.name in _LISTS):
        raise TemplateFaulty(name=name, line=line, why=f"되풀이는 {', '.join(_LISTS)}에만 씁니다")
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        raise TemplateFaulty(name=name, line=line, why=f"{node.name}은 없는 거르개입니다")
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise TemplateFaulty(name=name, line=line, why=f"{node.attr}은 쓰지 않습니다")


def _included(name: str, node: nodes.Extends | nodes.Include) -> str:
    if not isinstance(node.template, nodes.Const) or not str(node.template.value).startswith("_"):
        raise TemplateFaulty(name=name, line=node.lineno, why="정해진 틀만 가져다 씁니다")
    return str(node.template.value)


def _nodes(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _nodes(child)


def _file(kind: Kind, part: str) -> str:
    return f"{kind.stage}/{kind.fact}.{part}.j2"


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a message weighs for its channel."""

    size: Size
    bytes: int


def weigh(body: Body, channel: Channel) -> Weight:
    """What a gateway would call it; a text that no handset takes is refused."""
    if channel is Channel.MAIL:
        return Weight(Size.MAIL, len(body.text.encode()) + len(body.html.encode()))
    return Weight(size_of(body.text), bytes_of(body.text))
