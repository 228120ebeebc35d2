#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# Writes lib/base/casemap_table.h to standard output, from the Unicode data that perl has.
# Needed only to move to a newer Unicode:  scripts/casemap.pl > lib/base/casemap_table.h
use strict;
use warnings;
use Unicode::UCD qw(prop_invmap);

# The simple mapping as a list of [from, to], ascending.
sub mappings {
	my ($property) = @_;
	my ($starts, $to, $format, $default) = prop_invmap($property);
	die "$property: no such format: $format" unless $format eq 'a' && $default eq '0';
	my @pairs;
	for my $i (0 .. $#$starts - 1) {
		next unless $to->[$i];
		push @pairs, map { [$_, $to->[$i] + $_ - $starts->[$i]] }
		    $starts->[$i] .. $starts->[ $i + 1 ] - 1;
	}
	return @pairs;
}

# Runs of one delta, of every character or every second one, as [first, last, stride, delta].
sub ranges {
	my @runs;
	for my $pair (@_) {
		my ($from, $delta) = ($pair->[0], $pair->[1] - $pair->[0]);
		my $run = $runs[-1];
		my $step = $run ? $from - $run->[1] : 0;
		if ($run && $delta == $run->[3] && $step <= 2
			&& ($run->[0] == $run->[1] || $step == $run->[2])) {
			@$run[1, 2] = ($from, $step);
		} else {
			push @runs, [$from, $from, 1, $delta];
		}
	}
	return @runs;
}

sub table {
	my ($name, $property) = @_;
	printf "\nstatic const struct casemap_range %s[] = {\n", $name;
	printf "\t{ 0x%04X, 0x%04X, %d, %d },\n", @$_ for ranges(mappings($property));
	print "};\n";
}

print "/* SPDX-License-Identifier: MIT */\n";
printf "/* Made by scripts/casemap.pl from Unicode %s; included by casemap.c alone. */\n",
    Unicode::UCD::UnicodeVersion();
print "/* clang-format off */\n";
table('casemap_to_lower', 'Simple_Lowercase_Mapping');
table('casemap_to_upper', 'Simple_Uppercase_Mapping');
