package io.referee.server.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javax.lang.model.element.Modifier;

/// Rules that are read from the source text: names of types, sleeping tests, monitors in deciding
/// code, unmarked packages, notes to self.
final class HabitRules {

    private static final List<String> EMPTY_WORDS =
            List.of("Impl", "Manager", "Helper", "Util", "Utils", "Info", "Data");
    private static final Set<String> SLEEPS =
            Set.of("Thread.sleep", "java.lang.Thread.sleep", "sleep", "LockSupport.parkNanos");
    private static final List<String> NOTES_TO_SELF = List.of("TO" + "DO", "FIX" + "ME");

    private HabitRules() {}

    /// What the file breaks.
    static List<Violation> check(ParsedSource source) {
        List<Violation> found = new ArrayList<>();
        noteToSelf(source.file(), found);
        new Scanner(source, found).scan(source.unit(), null);
        return found;
    }

    /// Main packages without a `package-info.java` that says `@NullMarked`.
    static List<Violation> unmarkedPackages(List<SourceFile> files) {
        List<String> marked =
                files.stream()
                        .filter(file -> file.path().endsWith("/package-info.java"))
                        .filter(file -> file.text().contains("@NullMarked"))
                        .map(HabitRules::folder)
                        .toList();
        return files.stream()
                .filter(file -> !file.path().endsWith("/module-info.java"))
                .map(HabitRules::folder)
                .distinct()
                .filter(folder -> !marked.contains(folder))
                .map(
                        folder ->
                                new Violation(
                                        "null-marked",
                                        folder,
                                        0,
                                        "no @NullMarked package-info.java"))
                .toList();
    }

    private static String folder(SourceFile file) {
        return file.path().substring(0, file.path().lastIndexOf('/'));
    }

    private static void noteToSelf(SourceFile file, List<Violation> found) {
        List<String> lines = file.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (NOTES_TO_SELF.stream().anyMatch(lines.get(i)::contains)) {
                found.add(
                        new Violation(
                                "note-to-self", file.path(), i + 1, "do it, or open an issue"));
            }
        }
    }

    private static final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {

        private final ParsedSource source;
        private final List<Violation> found;
        private final boolean isTest;
        private final boolean isDeciding;

        Scanner(ParsedSource source, List<Violation> found) {
            this.source = source;
            this.found = found;
            this.isTest = source.file().path().contains("/src/test/");
            this.isDeciding = !isTest && Rooms.isDeciding(source.file().packageName());
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
            String name = type.getSimpleName().toString();
            for (String word : EMPTY_WORDS) {
                if (name.endsWith(word)) {
                    report("empty-name", type, name + " says nothing with " + word);
                }
            }
            return super.visitClass(type, unused);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            if (isDeciding && method.getModifiers().getFlags().contains(Modifier.SYNCHRONIZED)) {
                report("monitor", method, "deciding code takes no lock");
            }
            return super.visitMethod(method, unused);
        }

        @Override
        public @Nullable Void visitSynchronized(SynchronizedTree block, @Nullable Void unused) {
            if (isDeciding) {
                report("monitor", block, "deciding code takes no lock");
            }
            return super.visitSynchronized(block, unused);
        }

        @Override
        public @Nullable Void visitMethodInvocation(
                MethodInvocationTree call, @Nullable Void unused) {
            String method = call.getMethodSelect().toString();
            if (isTest && (SLEEPS.contains(method) || isTimeUnitSleep(method))) {
                report("sleep", call, "a test waits for what it expects, never for time");
            }
            return super.visitMethodInvocation(call, unused);
        }

        private static boolean isTimeUnitSleep(String method) {
            return method.startsWith("TimeUnit.") && method.endsWith(".sleep");
        }

        private void report(String rule, Tree tree, String message) {
            found.add(new Violation(rule, source.file().path(), source.firstLine(tree), message));
        }
    }
}
