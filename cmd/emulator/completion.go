package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// completion prints a shell's completion of subcommands and their flags, which it
// takes from the manual pages.
func completion(_ context.Context, p *process) int {
	if len(p.args) == 1 {
		if write, ok := shells()[p.args[0]]; ok {
			write(p.stdout)
			return exitOK
		}
	}
	got := ""
	if len(p.args) > 0 {
		got = fmt.Sprintf("; got %q", strings.Join(p.args, " "))
	}
	fmt.Fprintf(p.stderr, "emulator completion: a shell is needed, bash, zsh or fish%s\n", got)
	return exitUnusual
}

func completionHelp(w io.Writer) {
	fmt.Fprint(w, `NAME
  emulator completion - complete commands and flags in a shell

SYNOPSIS
  emulator completion bash|zsh|fish

EXAMPLES
  source <(emulator completion bash)
  source <(emulator completion zsh)
  emulator completion fish > ~/.config/fish/completions/emulator.fish
`)
}

func shells() map[string]func(io.Writer) {
	return map[string]func(io.Writer){"bash": bashCompletion, "zsh": zshCompletion, "fish": fishCompletion}
}

var flagName = regexp.MustCompile(`(?m)(^|[\s,|\[])(--[a-z][a-z-]*)`)

// flagsOf are the flags that a command's manual page names.
func flagsOf(c command) (flags []string) {
	var page bytes.Buffer
	c.page(&page)
	for _, m := range flagName.FindAllStringSubmatch(page.String(), -1) {
		flags = append(flags, m[2])
	}
	slices.Sort(flags)
	return slices.Compact(append(flags, "--help"))
}

// words are what may follow a command: its flags, and for two of them more.
func wordsOf(c command) string {
	words := flagsOf(c)
	switch c.name {
	case "scenario":
		words = append([]string{"list", "run"}, words...)
	case "ca":
		words = append([]string{"install", "print", "remove"}, words...)
	case "completion":
		words = append([]string{"bash", "zsh", "fish"}, words...)
	}
	return strings.Join(words, " ")
}

func names() string { return strings.Join(commandNames(), " ") + " help" }

func bashCompletion(w io.Writer) {
	fmt.Fprintf(w, `_emulator() {
  local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} words
  [[ $COMP_CWORD -gt 1 && $command != -* ]] || command=serve
  case $command in
`)
	for _, c := range commands() {
		fmt.Fprintf(w, "    %s) words=\"%s\" ;;\n", c.name, wordsOf(c))
	}
	fmt.Fprintf(w, `    help) words="%s" ;;
  esac
  [ "$COMP_CWORD" -ne 1 ] || words="%s $words"
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _emulator emulator
`, names(), names())
}

func zshCompletion(w io.Writer) {
	fmt.Fprintln(w, "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit")
	bashCompletion(w)
}

func fishCompletion(w io.Writer) {
	for _, c := range commands() {
		fmt.Fprintf(w, "complete -c emulator -n __fish_use_subcommand -a %s -d '%s'\n", c.name, strings.ReplaceAll(c.summary, "'", `\'`))
		for word := range strings.SplitSeq(wordsOf(c), " ") {
			if flag, ok := strings.CutPrefix(word, "--"); ok {
				fmt.Fprintf(w, "complete -c emulator -n '__fish_seen_subcommand_from %s' -l %s\n", c.name, flag)
			} else {
				fmt.Fprintf(w, "complete -c emulator -n '__fish_seen_subcommand_from %s' -a %s\n", c.name, word)
			}
		}
	}
}
