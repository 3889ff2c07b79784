package io.referee.server.house;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/// Writes `docs/dependencies.md`: what is packaged with the server, with versions and licences,
/// from the built server and the poms in the local repository of Maven. Runs as a program of one
/// file: `make dependencies`. What stands below the table was written by somebody, and stays.
public final class Dependencies {
    private static final String HEAD =
            """
            # Dependencies

            What is packaged with the server, besides its own modules: written by `make dependencies` from `server/target/referee` and the poms in the local repository; a test holds the
            versions against `pom.xml`. `sip` has no dependency but JSpecify's annotations.

            Those that `pom.xml` names are used, which the same test checks; the others come with them. To look for newer versions, with a network:
            `mvn versions:display-dependency-updates`; for known holes: `osv-scanner scan source .` (it reads the poms). Nothing of this runs in the build, which works offline; what was found
            when somebody looked stands at the end.

            | library | version | licence |
            |---|---|---|
            """;

    private Dependencies() {}

    /// @param arguments the folder of the built server, if it is not `server/target/referee`
    public static void main(String[] arguments) throws IOException, ParserConfigurationException {
        Path built = Path.of(arguments.length > 0 ? arguments[0] : "server/target/referee");
        Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");
        TreeMap<String, Path> poms = new TreeMap<>();
        try (Stream<Path> all = Files.walk(repository)) {
            all.filter(file -> file.toString().endsWith(".pom"))
                    .forEach(file -> poms.put(name(file), file));
        }
        List<String> lines = new ArrayList<>();
        for (String jar : jars(built)) {
            Path pom = poms.get(jar);
            if (pom == null) {
                throw new IllegalStateException("no pom of " + jar + " in " + repository);
            }
            lines.add(line(pom, poms));
        }
        lines.add(line(jruby(poms), poms));
        lines.sort(null);
        Path page = Path.of("docs/dependencies.md");
        String by = byHand(Files.readString(page));
        Files.writeString(page, HEAD + String.join("\n", lines) + "\n" + by);
    }

    private static String byHand(String page) {
        int begin = page.indexOf("\n## ");
        return begin < 0 ? "" : page.substring(begin);
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static List<String> jars(Path built) throws IOException {
        try (Stream<Path> all = Files.list(built.resolve("lib"))) {
            return all.map(Dependencies::name)
                    .filter(name -> !name.matches("(sip|sip-net|softphone|referee)-[0-9s].*"))
                    .toList();
        }
    }

    /// Its jar is packaged without a version in its name.
    private static Path jruby(TreeMap<String, Path> poms) throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String sign = "<jruby.version>";
        int at = pom.indexOf(sign) + sign.length();
        return poms.get("jruby-complete-" + pom.substring(at, pom.indexOf('<', at)));
    }

    private static String line(Path pom, TreeMap<String, Path> poms)
            throws IOException, ParserConfigurationException {
        Element project = read(pom);
        String group =
                text(project, "groupId").or(() -> text(parent(project), "groupId")).orElse("");
        String name = text(project, "artifactId").orElseThrow();
        String version =
                text(project, "version").or(() -> text(parent(project), "version")).orElse("");
        return "| `"
                + group
                + ':'
                + name
                + "` | "
                + version
                + " | "
                + licence(project, poms).orElse("not said")
                + " |";
    }

    private static Optional<String> licence(Element project, TreeMap<String, Path> poms)
            throws IOException, ParserConfigurationException {
        for (Element one = project; one != null; one = up(one, poms)) {
            Optional<Element> licences = child(one, "licenses");
            if (licences.isPresent()) {
                List<String> names = new ArrayList<>();
                for (Element each : children(licences.get())) {
                    text(each, "name").ifPresent(names::add);
                }
                return Optional.of(String.join(" or ", names));
            }
        }
        return Optional.empty();
    }

    private static Element up(Element project, TreeMap<String, Path> poms)
            throws IOException, ParserConfigurationException {
        Element parent = parent(project);
        Path pom =
                poms.get(
                        text(parent, "artifactId").orElse("")
                                + '-'
                                + text(parent, "version").orElse(""));
        return pom == null ? null : read(pom);
    }

    private static Element parent(Element project) {
        return child(project, "parent").orElse(project.getOwnerDocument().createElement("none"));
    }

    private static Element read(Path pom) throws IOException, ParserConfigurationException {
        try {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
            return document.getDocumentElement();
        } catch (org.xml.sax.SAXException e) {
            throw new IOException(pom + " cannot be read", e);
        }
    }

    private static Optional<String> text(Element element, String name) {
        return child(element, name).map(found -> found.getTextContent().strip());
    }

    private static Optional<Element> child(Element element, String name) {
        return children(element).stream().filter(one -> one.getTagName().equals(name)).findFirst();
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element one) {
                children.add(one);
            }
        }
        return children;
    }
}
