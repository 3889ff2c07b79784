package io.referee.server.script;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The walls that bubblewrap puts around a process. *Any thread.*
public final class Walls {
    /// How long they may take to show that they hold.
    private static final long TRIAL_SECONDS = 5;

    private Walls() {}

    /// Whether they can be put up here: in many containers they cannot. Waits for a trial.
    public static boolean hold(Path bubblewrap) {
        List<String> trial =
                List.of(
                        bubblewrap.toString(),
                        "--ro-bind",
                        "/",
                        "/",
                        "--unshare-all",
                        "--proc",
                        "/proc",
                        "/bin/true");
        try {
            Process process =
                    new ProcessBuilder(trial)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
