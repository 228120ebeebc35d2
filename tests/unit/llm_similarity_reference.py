# SPDX-License-Identifier: MIT
#
# Makes the reference values of llm_similarity.c with Python's difflib, on short texts, texts of 200
# characters and more (where `autojunk` leaves out popular characters), and characters beyond U+FFFF.
#
#	python3 tests/unit/llm_similarity_reference.py | clang-format \
#	    >tests/unit/llm_similarity_reference.h
import unicodedata
from difflib import SequenceMatcher
from random import Random

random = Random(20)
WORDS = ("the a of to and in is it that model answer price city Paris France token cost cheap "
         "retry error café naïve 東京 🙂 𝒳𝒴 list: (one) two, three. 3.14 http://a.b/c").split()


def sentence(n):
    return " ".join(random.choice(WORDS) for _ in range(n))


def edited(text, edits):
    out = list(text)
    for _ in range(edits):
        at = random.randrange(len(out) + 1)
        kind = random.randrange(3)
        if kind == 0 and at < len(out):
            del out[at]
        elif kind == 1:
            out.insert(at, random.choice("abc 🙂é"))
        else:
            n = random.randrange(1, 30)
            part = out[at:at + n]
            del out[at:at + n]
            to = random.randrange(len(out) + 1)
            out[to:to] = part
    return "".join(out)


def of(alphabet, n):
    return "".join(random.choice(alphabet) for _ in range(n))


pairs = [
    ("Hello World", "hello world"), ("brown fox", "red fox"), ("cat dog bird", "dog bird cat"),
    ("apple", "orange"), ("", ""), ("", "a"), ("a", ""), ("abcd", "bcde"),
    ("private Thread currentThread;", "private volatile Thread currentThread;"),
    ("🙂🙃", "🙃🙂"), ("𝒳=1", "𝒴=1"), ("é", "e\u0301"), ("日本語のテキスト", "日本語のテスト"),
    ("a" * 199, "a" * 199 + "b"), ("a" * 300, "a" * 200 + "b" + "a" * 99),
    ("b" + "a" * 250, "a" * 250 + "c"), ("x" + "ab" * 150, "ab" * 150 + "y"),
    ("tab\tnew\nline", "tab new line"), ('quote " \\ back', 'quote \' \\ back'),
    ("words\u00a0apart\u3000here", "words apart here"),
]
for n in (3, 10, 30, 120, 200):
    for edits in (1, 5, 20):
        text = sentence(n)
        pairs.append((text, edited(text, edits)))
    pairs.append((sentence(n), sentence(n)))
for n in (5, 50, 199, 200, 201, 400):
    pairs += [(of("ab", n), of("ab", n)), (of("abcdefghij🙂", n), of("abcdefghij🙃", n)),
              (of("ab", 40), of("abc", n)), (of("ab", n), of("abc", 40))]
for n in (250, 500):
    wide = "".join(chr(0x4e00 + i) for i in range(300)) + "🙂𝒳"
    text = of(wide, n)
    pairs += [(text, edited(text, 60)), (of(wide, n), of(wide, n))]


def spelled(c):
    if c in '"\\?' or unicodedata.category(c)[0] in "CMZ" and c != " ":
        return "".join("\\%03o" % byte for byte in c.encode())
    return c


def literal(text):
    out, line, width = [], "", 0
    for c in text:
        spelling = spelled(c)
        line += spelling
        width += 2 if ord(c) > 0x2000 else len(spelling)
        if width > 84:
            out.append(line)
            line, width = "", 0
    out.append(line)
    return "\n".join('"%s"' % part for part in out)


def words(a, b):
    a, b = set(a.split()), set(b.split())
    return len(a & b) / len(a | b) if a | b else 1.0


def ratio(a, b):
    return SequenceMatcher(None, a, b).ratio()


print("/* SPDX-License-Identifier: MIT */")
print("/* Made by llm_similarity_reference.py. */")
print("static const struct {\nconst char *a, *b;\ndouble ratio, words;\n} pairs[] = {")
for a, b in pairs:
    print("{ %s,\n%s,\n%r, %r }," % (literal(a), literal(b), ratio(a, b), words(a, b)))
print("};")
