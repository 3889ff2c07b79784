package io.referee.server.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.lang.model.element.Modifier;

/// What a user of the library modules may see has a `///` comment: every public type of an exported
/// package, and every public method and constructor in it. Overrides inherit theirs; record
/// accessors, enum constants and fields have names.
final class DocRules {

    private static final Pattern EXPORTS = Pattern.compile("exports ([a-z0-9.]+);");

    private DocRules() {}

    /// The packages that a `module-info.java` exports.
    static Set<String> exported(String descriptor) {
        Matcher exports = EXPORTS.matcher(descriptor);
        return exports.results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    /// Public things of the file without a comment.
    static List<Violation> check(ParsedSource source) {
        List<Violation> found = new ArrayList<>();
        List<String> lines = source.file().text().lines().toList();
        for (Tree type : source.unit().getTypeDecls()) {
            if (type instanceof ClassTree declared && visible(declared.getModifiers())) {
                new Reader(source, lines, found).type(declared, "");
            }
        }
        return found;
    }

    private static boolean visible(ModifiersTree modifiers) {
        return modifiers.getFlags().contains(Modifier.PUBLIC);
    }

    private record Reader(ParsedSource source, List<String> lines, List<Violation> found) {

        void type(ClassTree type, String outer) {
            String name = outer + type.getSimpleName();
            requireDoc(type, name, Optional.empty());
            boolean open = type.getKind() == Tree.Kind.INTERFACE;
            for (Tree member : type.getMembers()) {
                switch (member) {
                    case ClassTree inner when open || visible(inner.getModifiers()) ->
                            type(inner, name + ".");
                    case MethodTree method when open || visible(method.getModifiers()) ->
                            method(type, method, name);
                    default -> {}
                }
            }
        }

        private void method(ClassTree type, MethodTree method, String typeName) {
            boolean inherited =
                    method.getModifiers().getAnnotations().stream()
                            .anyMatch(it -> it.getAnnotationType().toString().equals("Override"));
            boolean hidden = method.getModifiers().getFlags().contains(Modifier.PRIVATE);
            boolean ownText = source.firstLine(method) > source.firstLine(type);
            if (!inherited && !hidden && ownText && !compact(type, method)) {
                requireDoc(method, typeName + "." + method.getName(), Optional.of(type));
            }
        }

        /// The canonical constructor of a record says what the record's comment says.
        private static boolean compact(ClassTree type, MethodTree method) {
            return type.getKind() == Tree.Kind.RECORD && method.getName().contentEquals("<init>");
        }

        /// The comment stands right above the modifiers, annotations among them.
        private void requireDoc(Tree tree, String name, Optional<ClassTree> within) {
            int line = (int) source.firstLine(tree) - 1;
            boolean documented = line > 0 && lines.get(line - 1).strip().startsWith("///");
            if (!documented) {
                String message = name + (within.isPresent() ? "()" : "") + " has no comment";
                found.add(new Violation("undocumented", source.file().path(), line + 1, message));
            }
        }
    }
}
