package io.referee.bench;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// What a result must say of itself: machine, commit, date, versions and command.
final class Facts {
    private Facts() {}

    /// As Markdown, an empty line behind them.
    static String of(Plan plan, String command) throws IOException, InterruptedException {
        StringBuilder out = new StringBuilder();
        String root = plan.root().toString();
        fact(out, "Date", LocalDate.now(ZoneOffset.UTC).toString());
        fact(out, "Commit", said("git", "-C", root, "describe", "--always", "--dirty"));
        fact(
                out,
                "Machine",
                processor()
                        + ", "
                        + Runtime.getRuntime().availableProcessors()
                        + " cores, Linux "
                        + said("uname", "-r"));
        fact(
                out,
                "Load of the machine at the end",
                Files.readString(Path.of("/proc/loadavg")).strip());
        fact(out, "Command", "`" + command + "`");
        fact(
                out,
                "Java",
                System.getProperty("java.vendor.version", "")
                        + ", flags of the launcher"
                        + chosen(System.getenv("REFEREE_JAVA_OPTS")));
        fact(out, "Kamailio", firstLine(said("kamailio", "-v")));
        fact(out, "SIPp", firstLine(said("sipp", "-v")));
        fact(
                out,
                "Workload",
                plan.rate()
                        + " calls/s, "
                        + plan.rounds()
                        + " rounds of "
                        + plan.seconds()
                        + " s each, in turns; Referee warmed up with "
                        + plan.warmUp()
                        + " s of the same load");
        return out.append('\n').toString();
    }

    static String line(String what, String value) {
        return "- " + what + ": " + value + '\n';
    }

    private static void fact(StringBuilder out, String what, String value) {
        out.append(line(what, value));
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String said(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.strip();
    }

    private static String chosen(@Nullable String flags) {
        return flags == null || flags.isBlank() ? "" : " and `" + flags + '`';
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("unknown").strip();
    }
}
