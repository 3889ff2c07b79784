package io.referee.server.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A source file with the compiler's tree of it. One thread.
record ParsedSource(SourceFile file, CompilationUnitTree unit, SourcePositions positions) {

    /// Parses without resolving names, so files need not compile together.
    ///
    /// @throws IllegalArgumentException when a file is not Java
    static List<ParsedSource> parse(List<SourceFile> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavacTask task =
                (JavacTask)
                        compiler.getTask(
                                null,
                                null,
                                problems,
                                List.of("-proc:none"),
                                null,
                                files.stream().map(InMemory::new).toList());
        List<ParsedSource> parsed = new ArrayList<>();
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        try {
            Iterator<SourceFile> names = files.iterator();
            for (CompilationUnitTree unit : task.parse()) {
                parsed.add(new ParsedSource(names.next(), unit, positions));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!problems.getDiagnostics().isEmpty()) {
            throw new IllegalArgumentException(problems.getDiagnostics().toString());
        }
        return parsed;
    }

    static ParsedSource parse(SourceFile file) {
        return parse(List.of(file)).getFirst();
    }

    /// The line, from 1, on which the tree begins.
    long firstLine(Tree tree) {
        return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }

    /// How many lines the tree covers.
    long lines(Tree tree) {
        long end = positions.getEndPosition(unit, tree);
        return unit.getLineMap().getLineNumber(end) - firstLine(tree) + 1;
    }

    private static final class InMemory extends SimpleJavaFileObject {

        private final SourceFile file;

        InMemory(SourceFile file) {
            super(URI.create("string:///" + file.path()), Kind.SOURCE);
            this.file = file;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return file.text();
        }
    }
}
