package io.referee.server.house;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import javax.lang.model.element.Modifier;

/// Limits on the size of files, methods and parameter lists.
///
/// A transition table, which is a method whose body is one `switch`, may be longer than other
/// methods. A method that overrides another did not choose its parameters; the method that it
/// overrides is judged where it is declared.
final class SizeRules {

    static final int FILE_LINES = 500;
    static final int METHOD_LINES = 60;
    static final int TABLE_LINES = 100;
    static final int PARAMETERS = 5;

    private SizeRules() {}

    /// What the file breaks, in the order of its lines.
    static List<Violation> check(ParsedSource source) {
        List<Violation> found = new ArrayList<>();
        int lines = source.file().lines();
        if (lines > FILE_LINES) {
            found.add(
                    new Violation(
                            "file-lines",
                            source.file().path(),
                            0,
                            "file of " + lines + " lines; the limit is " + FILE_LINES));
        }
        new Scanner(source, found).scan(source.unit(), null);
        return found;
    }

    private static final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {

        private final ParsedSource source;
        private final List<Violation> found;
        private final Deque<ClassTree> enclosing = new ArrayDeque<>();

        Scanner(ParsedSource source, List<Violation> found) {
            this.source = source;
            this.found = found;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
            enclosing.push(type);
            super.visitClass(type, unused);
            enclosing.pop();
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            checkLength(method);
            if (!isOverride(method.getModifiers())) {
                checkParameterCount(method);
                checkBooleans(method);
            }
            return super.visitMethod(method, unused);
        }

        private void checkLength(MethodTree method) {
            BlockTree body = method.getBody();
            if (body == null) {
                return;
            }
            long lines = source.lines(body);
            int limit = isTable(body) ? TABLE_LINES : METHOD_LINES;
            if (lines > limit) {
                report("method-lines", method, "has " + lines + " lines; the limit is " + limit);
            }
        }

        private void checkParameterCount(MethodTree method) {
            int count = method.getParameters().size();
            if (count > PARAMETERS && !isCanonical(method)) {
                report(
                        "parameters",
                        method,
                        "has " + count + " parameters; the limit is " + PARAMETERS);
            }
        }

        private void checkBooleans(MethodTree method) {
            if (!isMain() || !isPublicType() || isRecord() || isPrivate(method)) {
                return;
            }
            for (VariableTree parameter : method.getParameters()) {
                if (parameter.getType() != null
                        && parameter.getType().toString().equals("boolean")) {
                    report(
                            "boolean-parameter",
                            method,
                            "has the boolean parameter "
                                    + parameter.getName()
                                    + "; the limit is none: use two methods or an enum");
                }
            }
        }

        private void report(String rule, MethodTree method, String message) {
            String name =
                    method.getName().contentEquals("<init>")
                            ? "constructor of " + enclosing.element().getSimpleName()
                            : "method " + method.getName();
            found.add(
                    new Violation(
                            rule,
                            source.file().path(),
                            source.firstLine(method),
                            name + " " + message));
        }

        private boolean isMain() {
            return !source.file().path().contains("/src/test/");
        }

        private boolean isPublicType() {
            return enclosing.stream()
                    .allMatch(type -> type.getModifiers().getFlags().contains(Modifier.PUBLIC));
        }

        private boolean isRecord() {
            return enclosing.element().getKind() == Tree.Kind.RECORD;
        }

        private boolean isCanonical(MethodTree method) {
            return isRecord()
                    && method.getReturnType() == null
                    && method.getParameters().size() == componentCount();
        }

        private long componentCount() {
            return enclosing.element().getMembers().stream()
                    .filter(VariableTree.class::isInstance)
                    .filter(
                            field ->
                                    !((VariableTree) field)
                                            .getModifiers()
                                            .getFlags()
                                            .contains(Modifier.STATIC))
                    .count();
        }

        private static boolean isPrivate(MethodTree method) {
            return method.getModifiers().getFlags().contains(Modifier.PRIVATE);
        }

        private static boolean isOverride(ModifiersTree modifiers) {
            return modifiers.getAnnotations().stream()
                    .anyMatch(it -> it.getAnnotationType().toString().equals("Override"));
        }

        private static boolean isTable(BlockTree body) {
            if (body.getStatements().size() != 1) {
                return false;
            }
            StatementTree only = body.getStatements().getFirst();
            ExpressionTree value =
                    only instanceof ReturnTree result ? result.getExpression() : null;
            return only instanceof SwitchTree || value instanceof SwitchExpressionTree;
        }
    }
}
