package io.referee.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The heap of another JVM, asked with `jcmd`.
final class Heap {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private Heap() {}

    /// What is left after a collection that is asked for, in KiB; NaN when it does not say.
    static double live(Process server) throws IOException, InterruptedException {
        jcmd(server, "GC.run");
        Matcher used = USED.matcher(jcmd(server, "GC.heap_info"));
        return used.find() ? Long.parseLong(used.group(1)) : Double.NaN;
    }

    private static String jcmd(Process server, String question)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/jcmd",
                                "" + server.pid(),
                                question)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
