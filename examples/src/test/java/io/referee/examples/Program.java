package io.referee.examples;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An example, or SIPp, as a process of its own: what it prints is looked at line by line. Examples
/// run on the module path, as a user of the modules runs them.
final class Program implements AutoCloseable {
    private static final long SECONDS = 60;

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();

    private Program(List<String> command) {
        name = command.getLast() + " of " + command;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::read);
    }

    /// Starts the main of an example.
    static Program run(Class<?> example, String... args) {
        String java = System.getProperty("java.home") + "/bin/java";
        List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--module-path", modules()));
        command.addAll(List.of("--module", "io.referee.examples/" + example.getName()));
        command.addAll(List.of(args));
        return new Program(command);
    }

    /// Starts SIPp for one call on this address.
    static Program sipp(int port, String... args) {
        List<String> command = new ArrayList<>(List.of("sipp"));
        command.addAll(List.of(args));
        command.addAll(List.of("-i", "127.0.0.1", "-p", Integer.toString(port), "-m", "1"));
        command.addAll(List.of("-nostdin", "-timeout", SECONDS + "s", "-timeout_error"));
        return new Program(command);
    }

    /// What the examples need: the classes of our modules and the logging interface.
    private static String modules() {
        List<String> ours = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            boolean classes = entry.endsWith(File.separator + "classes");
            boolean library = !classes && !entry.contains("junit") && !entry.contains("assertj");
            if (classes || library && entry.endsWith(".jar")) {
                ours.add(entry);
            }
        }
        return String.join(File.pathSeparator, ours);
    }

    private void read() {
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            lines.add("(no more output: " + closed.getMessage() + ")");
        }
    }

    /// Waits for a line that begins like this, and answers the rest of it.
    String says(String start) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (true) {
            String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError(name + " did not say '" + start + "' but " + seen);
            }
            seen.add(line);
            if (line.startsWith(start)) {
                return line.substring(start.length()).strip();
            }
        }
    }

    /// The port of the address that a server says it is at.
    String saysAddress(String start) throws InterruptedException {
        String address = says(start);
        return "127.0.0.1" + address.substring(address.lastIndexOf(':'));
    }

    /// Presses Enter.
    void enter() throws IOException {
        process.outputWriter().append('\n').flush();
    }

    /// Waits for the end, which must be a good one.
    void ends() throws InterruptedException {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(name + " did not end well: " + seen + lines);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
