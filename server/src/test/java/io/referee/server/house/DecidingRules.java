package io.referee.server.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What code that decides must leave to the shell: clock, dice, threads, sockets, files, locks,
/// logs. And what no code of the server does at all: reflection.
final class DecidingRules {

    private static final List<String> FORBIDDEN_TYPES =
            List.of(
                    "java.lang.Thread",
                    "java.lang.ThreadLocal",
                    "java.lang.Process",
                    "java.lang.ProcessBuilder",
                    "java.lang.Runtime",
                    "java.security.SecureRandom",
                    "java.util.Timer",
                    "java.util.concurrent.CompletableFuture",
                    "java.util.concurrent.Executor",
                    "java.util.concurrent.ExecutorService",
                    "java.util.concurrent.Executors",
                    "java.util.concurrent.ForkJoinPool",
                    "java.util.concurrent.ScheduledExecutorService",
                    "java.util.concurrent.Semaphore",
                    "java.util.concurrent.CountDownLatch",
                    "java.util.concurrent.ThreadLocalRandom",
                    "java.net.DatagramSocket",
                    "java.net.HttpURLConnection",
                    "java.net.MulticastSocket",
                    "java.net.ServerSocket",
                    "java.net.Socket",
                    "java.net.URL",
                    "java.io.File",
                    "java.io.FileInputStream",
                    "java.io.FileOutputStream");

    private static final List<String> FORBIDDEN_PACKAGES =
            List.of(
                    "java.nio.channels",
                    "java.nio.file",
                    "java.net.http",
                    "java.sql",
                    "java.util.concurrent.locks",
                    "java.util.logging",
                    "org.slf4j",
                    "ch.qos.logback");

    /// Owner and member; `<init>()` is the constructor without arguments.
    private static final Set<String> FORBIDDEN_CALLS =
            Set.of(
                    "java.lang.System.currentTimeMillis",
                    "java.lang.System.nanoTime",
                    "java.lang.System.out",
                    "java.lang.System.err",
                    "java.lang.System.getenv",
                    "java.lang.System.getProperty",
                    "java.lang.Math.random",
                    "java.net.InetAddress.getByName",
                    "java.net.InetAddress.getAllByName",
                    "java.net.InetAddress.getLocalHost",
                    "java.net.InetAddress.getHostName",
                    "java.net.InetAddress.getCanonicalHostName",
                    "java.net.InetSocketAddress.getHostName",
                    "java.time.Clock.systemUTC",
                    "java.time.Clock.systemDefaultZone",
                    "java.time.Clock.system",
                    "java.time.Instant.now",
                    "java.time.LocalDate.now",
                    "java.time.LocalTime.now",
                    "java.time.LocalDateTime.now",
                    "java.time.OffsetDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.util.Collections.shuffle",
                    "java.util.Date.<init>()",
                    "java.util.Random.<init>()",
                    "java.util.SplittableRandom.<init>()",
                    "java.util.UUID.randomUUID",
                    "java.util.random.RandomGenerator.getDefault");

    private static final Set<String> REFLECTIVE_CALLS =
            Set.of(
                    "java.lang.Class.forName",
                    "java.lang.Class.getConstructor",
                    "java.lang.Class.getConstructors",
                    "java.lang.Class.getDeclaredConstructor",
                    "java.lang.Class.getDeclaredConstructors",
                    "java.lang.Class.getDeclaredField",
                    "java.lang.Class.getDeclaredFields",
                    "java.lang.Class.getDeclaredMethod",
                    "java.lang.Class.getDeclaredMethods",
                    "java.lang.Class.getField",
                    "java.lang.Class.getFields",
                    "java.lang.Class.getMethod",
                    "java.lang.Class.getMethods",
                    "java.lang.Class.getRecordComponents",
                    "java.lang.Class.newInstance",
                    "java.lang.ClassLoader.loadClass",
                    "java.lang.invoke.MethodHandles.lookup",
                    "java.util.ServiceLoader.load");

    private DecidingRules() {}

    /// What the given classes, which decide, should have left to the shell.
    static List<Violation> acting(Iterable<JavaClass> deciding) {
        List<Violation> found = new ArrayList<>();
        for (JavaClass type : deciding) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                if (isForbidden(ImportRules.target(dependency))) {
                    found.add(
                            ImportRules.violation("acting", dependency, "is the shell's business"));
                }
            }
            accesses(type, FORBIDDEN_CALLS, "acting", found);
        }
        return found;
    }

    /// Reflection in the given classes. What picocli and Jackson do inside themselves is theirs.
    static List<Violation> reflecting(Iterable<JavaClass> classes) {
        List<Violation> found = new ArrayList<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = ImportRules.target(dependency).getPackageName();
                if (Rooms.isWithin(target, "java.lang.reflect")) {
                    found.add(ImportRules.violation("reflection", dependency, "no reflection"));
                }
            }
            accesses(type, REFLECTIVE_CALLS, "reflection", found);
        }
        return found;
    }

    private static boolean isForbidden(JavaClass type) {
        return FORBIDDEN_TYPES.contains(type.getName())
                || FORBIDDEN_PACKAGES.stream()
                        .anyMatch(outer -> Rooms.isWithin(type.getPackageName(), outer));
    }

    private static void accesses(
            JavaClass type, Set<String> forbidden, String rule, List<Violation> found) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
            String member = access.getTargetOwner().getName() + "." + access.getTarget().getName();
            String full = access.getTarget().getFullName();
            boolean isBareConstructor =
                    full.endsWith("<init>()") && forbidden.contains(member + "()");
            if (forbidden.contains(member) || isBareConstructor) {
                found.add(new Violation(rule, type.getName(), 0, access.getDescription()));
            }
        }
    }
}
