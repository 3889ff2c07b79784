package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The library modules explain themselves.
class DocTest {

    private static final List<String> LIBRARIES = List.of("sip", "sip-net", "softphone");

    private static Set<String> exported() throws IOException {
        Set<String> packages = new HashSet<>();
        for (String module : LIBRARIES) {
            String descriptor = module + "/src/main/java/module-info.java";
            packages.addAll(
                    DocRules.exported(
                            Files.readString(SourceTree.find().root().resolve(descriptor))));
        }
        return packages;
    }

    private static List<SourceFile> library() {
        return SourceTree.find().main().stream()
                .filter(file -> LIBRARIES.stream().anyMatch(m -> file.path().startsWith(m + "/")))
                .toList();
    }

    @Test
    void everyPublicTypeAndMethodOfAnExportedPackageHasAComment() throws Exception {
        Set<String> packages = exported();
        List<SourceFile> files =
                library().stream().filter(f -> packages.contains(f.packageName())).toList();
        List<Violation> found =
                ParsedSource.parse(files).stream()
                        .flatMap(source -> DocRules.check(source).stream())
                        .toList();

        assertThat(Exceptions.without(found)).isEmpty();
        assertThat(files).hasSizeGreaterThan(100);
    }

    /// Who adds a package decides whether it is for users; none is forgotten.
    @Test
    void everyPackageOfALibraryModuleIsExported() throws Exception {
        Set<String> packages = exported();

        assertThat(library())
                .extracting(SourceFile::packageName)
                .filteredOn(name -> !name.isEmpty() && !packages.contains(name))
                .as("add it to the module-info.java of its module")
                .isEmpty();
    }

    @Test
    void whatHasNoCommentIsFound() {
        String text =
                """
                package a;

                /// Fine.
                public final class A {
                    public A() {}

                    /// Fine.
                    @Deprecated
                    public void f() {}

                    void hidden() {}

                    @Override
                    public String toString() {
                        return "";
                    }

                    public interface B {
                        void g();
                    }

                    /// Fine, and so is its constructor.
                    public record C(int x) {
                        public C {}
                    }
                }
                """;

        assertThat(DocRules.check(ParsedSource.parse(new SourceFile("A.java", text))))
                .extracting(Violation::message)
                .containsExactly(
                        "A.<init>() has no comment",
                        "A.B has no comment",
                        "A.B.g() has no comment");
    }
}
