"""check-plan.py hostile | check-plan.py PATH... - whether a plan is right in each of its forms

With paths: every form of 'berth plan PATH' can be read by a reader of that form, text fits 100
columns, and all are the same twice. With "hostile": the same of names made of markup, script and
quotes, which moreover have to stand in the forms as text and nothing else.
"""

import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree

FORMS = "text json dot mermaid svg html".split()
HIDDEN = re.compile("[\0-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
                    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
HOSTILE = ["<script>alert(1)</script>", "\"]; x [", "' onload='alert(1)", "-->", "]]>",
           "a\\nb\\", "a\nb", "`c`", "\"|x|\"", "#35;", "&lt;b&gt;", "%%{init: {}}%%", "end",
           "\u202egnp.exe", "</style><b>", "</title></svg>", "日本語", "\\N", "<br>", "$x$",
           "x" * 253]
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {SVG + name for name in ("svg", "title", "desc", "style", "defs", "marker", "path",
                                    "rect", "text", "g")}


def visible(text):
    return HIDDEN.sub(lambda m: f"<U+{ord(m[0]):04X}>", text)


def plan(form, paths):
    done = subprocess.run(["berth", "plan", "--format", form, *paths], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    assert done.returncode in (0, 1), f"{form}: exit code {done.returncode}"
    return done.stdout


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def read_text(text):
    for line in text.split("\n"):
        assert columns(line) <= 100, f"text is too wide: {line}"
    return text


def read_json(text):
    value = json.loads(text)
    return "\n".join([claim["claim"] for claim in value["claims"]] +
                     [volume["volume"] for volume in value["volumes"]])


def read_dot(text):
    """Only the statements that berth writes; and Graphviz, when it is here, reads them."""
    quoted = r'"(?:[^"\\\n]|\\.)*"'
    value = rf"(?:{quoted}|[A-Za-z0-9#.-]+)"
    listed = rf"[a-z]+={value}(?:, [a-z]+={value})*"
    statement = re.compile(rf"\t*(?:digraph plan \{{|subgraph cluster\d+ \{{|\}}|[a-z]+={value};|"
                           rf"(?:node|graph|[pcvwn]\d+(?: -> [pcvwn]\d+)?) \[{listed}\];)")
    for line in text.rstrip("\n").split("\n"):
        assert statement.fullmatch(line), f"dot: {line}"
    if shutil.which("dot"):
        done = subprocess.run(["dot", "-Tdot_json"], input=text.encode(), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        assert done.returncode == 0 and not re.search(b"(?i)syntax", done.stderr), done.stderr
    else:
        print("skipped: no dot, so Graphviz does not read the graph", file=sys.stderr)
    return "\n".join(re.sub(r"\\(.)", r"\1", label).replace("&amp;", "&")
                     for label in re.findall(r'label="((?:[^"\\]|\\.)*)"', text))


def read_mermaid(text):
    label = r'"(?:[^"<>&`\[\]{}|]|<br>)*"'
    shapes = rf"\({label}\)|\[{label}\]|\[\({label}\)\]|\{{\{{{label}\}}\}}"
    statement = re.compile(
        rf"flowchart LR|  subgraph s\d+\[{label}\]|  end|  (?:[pcvwn]\d+|left|empty)(?:{shapes})"
        rf"(?::::(?:good|open|bad))?|  [pcvwn]\d+ (?:---|-\.->|-\.-x|==>)(?:\|{label}\|)?"
        rf" [pcvwn]\d+|  classDef [a-z]+ [a-z0-9#:, -]+|  linkStyle [0-9,]+ stroke:#[0-9a-f]+")
    for line in text.rstrip("\n").split("\n"):
        assert statement.fullmatch(line), f"mermaid: {line}"
    return re.sub(r"#(\d+);", lambda m: chr(int(m[1])), text)


def read_svg(text):
    root = xml.etree.ElementTree.fromstring(text)
    for element in root.iter():
        assert element.tag in ELEMENTS, f"svg has {element.tag}"
        for name, value in element.attrib.items():
            assert not name.startswith("on") and "href" not in name, f"svg has {name}={value}"
    width = float(root.get("width"))
    for box in root.iter(SVG + "rect"):
        assert float(box.get("x") or 0) + float(box.get("width")) <= width, "a box is outside"
    return "\n".join(element.text or "" for element in root.iter())


class Page(html.parser.HTMLParser):
    """Collects the text, and holds the tags to those that berth writes."""
    VOID = {"meta", "path", "rect"}
    TAGS = VOID | set("html head title style body h1 h2 p div small table thead tbody tr th td ul"
                      " li b span svg desc defs marker g text".split())

    def __init__(self):
        super().__init__()
        self.text, self.open = [], []

    def handle_starttag(self, tag, attrs):
        assert tag in self.TAGS, f"html has <{tag}>"
        for name, value in attrs:
            assert not name.startswith("on") and name not in ("src", "href"), f"{name}={value}"
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert tag in self.VOID, f"html has <{tag}/>"

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"html: </{tag}> closes nothing"

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        assert False, f"html has a comment: {data}"


def read_html(text):
    page = Page()
    page.feed(text)
    page.close()
    assert not page.open, f"html leaves {page.open} open"
    assert not re.search(r"(?i)https?://(?!www\.w3\.org/2000/svg\")", re.sub(r">[^<]*<", "><", text))
    return "".join(page.text)


def check(paths):
    read = {}
    for form in FORMS:
        printed = plan(form, paths)
        assert printed == plan(form, paths), f"{form} differs from one run to the next"
        assert printed.endswith(b"\n"), f"{form} has no end of line"
        read[form] = globals()["read_" + form](printed.decode("utf-8"))
    return read


def manifests(name):
    """A volume, a claim, a pod and a node of this name, which do not fit each other."""
    return [
        {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": name},
         "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
                  "storageClassName": name, "claimRef": {"namespace": "default", "name": "x"},
                  "nfs": {"server": "x", "path": "/"}}},
        {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": name},
         "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": name,
                  "resources": {"requests": {"storage": "1Gi"}}}},
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name},
         "spec": {"containers": [{"name": "a", "image": "a"}], "volumes": [
             {"name": "v", "persistentVolumeClaim": {"claimName": name}}]}},
        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name}},
    ]


def check_hostile():
    for number, name in enumerate(HOSTILE):
        folder = pathlib.Path(f"hostile-{number}")
        folder.mkdir()
        for index, item in enumerate(manifests(name)):
            (folder / f"{index}.yaml").write_text(json.dumps(item), encoding="utf-8")
        for form, text in check([str(folder)]).items():
            wanted = name if form == "json" else visible(name)
            if form == "text" and len(name) > 40:
                continue  # long ones are cut there
            assert wanted in text, f"{form} lacks {wanted!r}:\n{text}"
    return len(HOSTILE)


if sys.argv[1:] == ["hostile"]:
    print(f"{check_hostile()} hostile names are text in {len(FORMS)} forms")
else:
    for path in sys.argv[1:]:
        check([path])
    print(f"{len(sys.argv) - 1} plans can be read in {len(FORMS)} forms")
