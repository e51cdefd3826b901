#!/usr/bin/env python3
"""Holds the documents to the program: check-docs.py SOURCE_ROOT BERTH

doc/rules.md is what `berth rules --format markdown` prints; every option is in doc/berth.1; and the
commands in README.md's console blocks print what follows them there. A line of "…" stands for any lines.
"""
import os
import re
import subprocess
import sys


def run(command, root, berth):
    command = command.replace('./dev run', berth)
    done = subprocess.run(['sh', '-c', command], cwd=root, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    return done.stdout


def matches(expected, printed):
    """Whether the expected lines begin what was printed."""
    pattern = ''
    for line in expected:
        pattern += r'(?:.*\n)*?' if line == '…' else re.escape(line) + r'\n'
    return re.match(pattern, printed) is not None


def check_readme(root, berth):
    faults = []
    text = open(os.path.join(root, 'README.md'), encoding='utf-8').read()
    blocks = re.findall(r'```console\n(.*?)```', text, re.S)
    for block in blocks:
        parts = re.split(r'^\$ ', block, flags=re.M)[1:]
        for part in parts:
            command, *expected = part.rstrip('\n').split('\n')
            printed = run(command, root, berth)
            if not printed or not matches(expected, printed):
                faults.append('README.md: `%s` printed:\n%s' % (command, printed))
    if not blocks:
        faults.append('README.md: no console block found')
    return faults


def check_rules(root, berth):
    printed = run('./dev run rules --format markdown', root, berth)
    written = open(os.path.join(root, 'doc/rules.md'), encoding='utf-8').read()
    return [] if printed == written else ['doc/rules.md is not what berth rules --format markdown prints']


def check_manual(root):
    options = open(os.path.join(root, 'src/cli/options.def'), encoding='utf-8').read()
    manual = open(os.path.join(root, 'doc/berth.1'), encoding='utf-8').read()
    names = re.findall(r'OPTION\(\w+, "([^"]+)"', options)
    return ['doc/berth.1 lacks the option --' + name for name in names if 'Fl -' + name not in manual]


def main(root, berth):
    faults = check_readme(root, berth) + check_rules(root, berth) + check_manual(root)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


sys.exit(main(*sys.argv[1:]))
