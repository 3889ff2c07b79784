package io.referee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs workloads one after another, each in a folder and with processes of its own, and writes one
/// table of what they found. One that breaks does not take the others with it: it says so in its
/// line.
final class Whole {
    private final Plan plan;
    private final Path folder;
    private final List<Finding> findings = new ArrayList<>();
    private boolean broken;

    Whole(Plan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    void run(List<String> names) throws IOException, InterruptedException {
        for (String name : names) {
            Workload workload = Workload.ALL.get(name);
            if (workload == null) {
                throw new IllegalArgumentException("no workload named " + name);
            }
            System.err.println("--- " + name);
            long begun = System.nanoTime();
            try (Processes processes =
                    new Processes(Files.createDirectories(folder.resolve(name)))) {
                findings.addAll(workload.run(Bench.of(plan, processes)));
            } catch (IOException | RuntimeException e) {
                broken = true;
                e.printStackTrace();
                findings.add(Finding.that(name, "could be measured", e.toString(), false));
            }
            System.err.printf("--- %s took %.0f s%n", name, (System.nanoTime() - begun) / 1e9);
        }
    }

    /// Whether something could not be measured.
    boolean isBroken() {
        return broken;
    }

    String write(String command) throws IOException, InterruptedException {
        StringBuilder out = new StringBuilder("# Everything in one run\n\n");
        out.append(Facts.of(plan, command));
        out.append("Medians over the rounds, with the range in brackets. Servers are left alone ")
                .append(plan.settle())
                .append(" s after a load where what it leaves behind counts.\n")
                .append("Targets of a size are called met by a run of that size only: bench/whole")
                .append(
                        " --held "
                                + Plan.FULL_HELD
                                + " --accounts "
                                + Plan.FULL_ACCOUNTS
                                + ".\n\n");
        out.append("| workload | figure | value | target | met |\n|---|---|---|---|---|\n");
        findings.forEach(it -> out.append(it.row()));
        return out.toString();
    }
}
