# Joins budgets.tsv (first file) with the output of go test -bench (second).

BEGIN { FS = "\t" }

FNR == 1 { file++; FS = file == 1 ? "\t" : " "; $0 = $0 }

file == 1 && !/^#/ && NF >= 6 {
	rows++
	what[rows] = $1; benchmark[rows] = $2; unit[rows] = $3
	bound[rows] = $4; limit[rows] = $5; factor[rows] = $6; shown[rows] = $7
	planned[$2] = 1
}

# Two packages may have benchmarks of one name: the package stands before it.
file == 2 && /^pkg: / { package = $2; sub(/^fermata\/internal\//, "", package) }

# BenchmarkName-8  100  123 ns/op  4 B/op …: values and units in pairs.
file == 2 && /^Benchmark/ {
	name = $1
	sub(/-[0-9]+$/, "", name)
	sub(/^Benchmark/, package ".", name)
	for (i = 3; i < NF; i += 2) value[name, $(i + 1)] = $i
	if (!(name in planned)) { $1 = name; other[++others] = $0 }
}

# What broke: a benchmark, or a package with all that was to come.
file == 2 && /^(--- FAIL|FAIL\t|panic: )/ { broken[++breaks] = $0 }

END {
	print "| what | budget | measured | |"
	print "| --- | --- | --- | --- |"
	for (r = 1; r <= rows; r++) line(r)
	if (others) print "\nMeasured besides:"
	for (o = 1; o <= others; o++) print "  " other[o]
	if (breaks) print "\nBroken off, so that a figure above may be missing:"
	for (o = 1; o <= breaks; o++) print "  " broken[o]
	exit missed || breaks ? 1 : 0
}

function line(r,   found, figure, kept) {
	found = (benchmark[r], unit[r]) in value
	figure = found ? value[benchmark[r], unit[r]] / factor[r] : 0
	kept = bound[r] == "<=" ? figure <= limit[r] : figure >= limit[r]
	if (found && !kept) missed++
	printf "| %s | %s %s %s | %s | %s |\n", what[r], bound[r] == "<=" ? "≤" : "≥", number(limit[r]), shown[r],
		found ? number(figure) " " shown[r] : "—", !found ? "" : kept ? "kept" : "MISSED"
}

# number keeps three figures, and whole numbers whole.
function number(x) {
	if (x >= 100 || x == int(x)) return sprintf("%d", x + 0.5)
	return sprintf(x >= 10 ? "%.1f" : "%.2f", x)
}
