package io.referee.server.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who may know whom, read from the compiled classes.
final class ImportRules {

    private static final Set<String> BASE_PACKAGES =
            ModuleLayer.boot().findModule("java.base").orElseThrow().getPackages();

    private ImportRules() {}

    /// Dependencies between rooms of `base` that point up, or leave the known rooms.
    static List<Violation> upward(String base, Iterable<JavaClass> classes) {
        List<Violation> found = new ArrayList<>();
        for (Dependency dependency : dependencies(classes)) {
            Optional<String> from =
                    Rooms.roomOf(base, dependency.getOriginClass().getPackageName());
            Optional<String> to = Rooms.roomOf(base, target(dependency).getPackageName());
            if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
                continue;
            }
            int lower = Rooms.floorOf(from.get());
            int upper = Rooms.floorOf(to.get());
            if (lower < 0 || upper < 0) {
                found.add(violation("unknown-room", dependency, "a room that Rooms does not name"));
            } else if (upper > lower) {
                found.add(violation("upward", dependency, from.get() + " lies below " + to.get()));
            }
        }
        return found;
    }

    /// Circles among the rooms of one floor, which [#upward] lets pass.
    static List<Violation> circles(String base, Iterable<JavaClass> classes) {
        Map<String, Set<String>> knows = new TreeMap<>();
        for (Dependency dependency : dependencies(classes)) {
            Optional<String> from =
                    Rooms.roomOf(base, dependency.getOriginClass().getPackageName());
            Optional<String> to = Rooms.roomOf(base, target(dependency).getPackageName());
            if (from.isPresent() && to.isPresent() && !from.equals(to)) {
                knows.computeIfAbsent(from.get(), _ -> new TreeSet<>()).add(to.get());
            }
        }
        return knows.keySet().stream()
                .filter(room -> reaches(room, room, knows, new HashSet<>()))
                .map(
                        room ->
                                new Violation(
                                        "circle",
                                        room,
                                        0,
                                        "knows itself through " + knows.get(room)))
                .toList();
    }

    private static boolean reaches(
            String from, String goal, Map<String, Set<String>> knows, Set<String> seen) {
        for (String next : knows.getOrDefault(from, Set.of())) {
            if (next.equals(goal) || (seen.add(next) && reaches(next, goal, knows, seen))) {
                return true;
            }
        }
        return false;
    }

    /// Dependencies of `base` on the shell and the softphone from anywhere but its room `app`.
    static List<Violation> shellOutsideApp(String base, Iterable<JavaClass> classes) {
        List<Violation> found = new ArrayList<>();
        for (Dependency dependency : dependencies(classes)) {
            String origin = dependency.getOriginClass().getPackageName();
            String target = target(dependency).getPackageName();
            boolean isShell =
                    Rooms.isWithin(target, Rooms.SHELL) || Rooms.isWithin(target, Rooms.SOFTPHONE);
            if (isShell && Rooms.isWithin(origin, base) && !Rooms.isWithin(origin, base + ".app")) {
                found.add(violation("shell", dependency, "only app knows the shell"));
            }
        }
        return found;
    }

    /// Dependencies of package `base` on anything but itself, `java.base` and the null annotations.
    static List<Violation> outsideJavaBase(String base, Iterable<JavaClass> classes) {
        List<Violation> found = new ArrayList<>();
        for (Dependency dependency : dependencies(classes)) {
            String target = target(dependency).getPackageName();
            if (Rooms.isWithin(dependency.getOriginClass().getPackageName(), base)
                    && !Rooms.isWithin(target, base)
                    && !Rooms.isWithin(target, "org.jspecify")
                    && !isPrimitive(dependency)
                    && !BASE_PACKAGES.contains(target)) {
                found.add(violation("java-base", dependency, "knows nothing but java.base"));
            }
        }
        return found;
    }

    /// Dependencies of package `base` on any other package of ours.
    static List<Violation> onOurOtherPackages(String base, Iterable<JavaClass> classes) {
        List<Violation> found = new ArrayList<>();
        for (Dependency dependency : dependencies(classes)) {
            String target = target(dependency).getPackageName();
            if (Rooms.isWithin(dependency.getOriginClass().getPackageName(), base)
                    && Rooms.isWithin(target, "io.referee")
                    && !Rooms.isWithin(target, base)) {
                found.add(violation("alone", dependency, "knows nothing else of ours"));
            }
        }
        return found;
    }

    static Violation violation(String rule, Dependency dependency, String message) {
        String where = dependency.getOriginClass().getName();
        return new Violation(rule, where, 0, message + ": " + dependency.getDescription());
    }

    static JavaClass target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType();
    }

    private static boolean isPrimitive(Dependency dependency) {
        return target(dependency).isPrimitive();
    }

    private static List<Dependency> dependencies(Iterable<JavaClass> classes) {
        List<Dependency> all = new ArrayList<>();
        classes.forEach(type -> all.addAll(type.getDirectDependenciesFromSelf()));
        return all;
    }
}
