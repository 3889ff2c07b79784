package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `docs/dependencies.md` says is packaged, against the poms; and that each is used.
class DependenciesTest {
    private static final Pattern DIRECT =
            Pattern.compile(
                    "<dependency><groupId>([^<]+)</groupId><artifactId>([^<]+)</artifactId>"
                            + "(?:<version>\\$\\{([^}]+)}</version>)?(<scope>[^<]+</scope>)?");

    /// Nobody imports these: databases that a URL names, and where the log goes.
    private static final List<String> AT_RUN_TIME =
            List.of("h2", "postgresql", "logback-classic", "flyway-database-postgresql");

    private static final Map<String, String> PACKAGES =
            Map.ofEntries(
                    Map.entry("jspecify", "org.jspecify."),
                    Map.entry("dnsjava", "org.xbill."),
                    Map.entry("slf4j-api", "org.slf4j."),
                    Map.entry("javalin", "io.javalin."),
                    Map.entry("jackson-databind", "tools.jackson.databind."),
                    Map.entry("jackson-dataformat-yaml", "tools.jackson.dataformat.yaml."),
                    Map.entry("jdbi3-core", "org.jdbi."),
                    Map.entry("HikariCP", "com.zaxxer."),
                    Map.entry("flyway-core", "org.flywaydb."),
                    Map.entry("jetty-client", "org.eclipse.jetty.client."),
                    Map.entry("jakarta.mail", "jakarta.mail."),
                    Map.entry("picocli", "picocli."),
                    Map.entry("micrometer-registry-prometheus", "io.micrometer."),
                    Map.entry("password4j", "com.password4j."),
                    Map.entry("re2j", "com.google.re2j."),
                    Map.entry("jruby-complete", "org.jruby."));

    private static String read(String path) throws IOException {
        return Files.readString(SourceTree.find().root().resolve(path));
    }

    /// The direct dependencies of what is packaged: the artifact, and its group.
    private static Map<String, String> direct() throws IOException {
        Map<String, String> direct = new LinkedHashMap<>();
        for (String module : List.of("sip", "sip-net", "softphone", "server")) {
            Matcher matcher = DIRECT.matcher(read(module + "/pom.xml"));
            while (matcher.find()) {
                boolean test = "<scope>test</scope>".equals(matcher.group(4));
                if (!test && !matcher.group(1).equals("io.referee")) {
                    direct.put(matcher.group(2), matcher.group(1));
                }
            }
        }
        return direct;
    }

    @Test
    void thePageHasTheVersionsOfThePom() throws IOException {
        String page = read("docs/dependencies.md");
        String pom = read("pom.xml");
        Map<String, String> direct = direct();
        Matcher managed = DIRECT.matcher(pom);
        int found = 0;
        while (managed.find()) {
            String artifact = managed.group(2);
            if (managed.group(1).equals(direct.get(artifact))) {
                String version = property(pom, managed.group(3));
                assertThat(page)
                        .as("run `make dependencies`")
                        .contains(
                                "| `"
                                        + managed.group(1)
                                        + ':'
                                        + artifact
                                        + "` | "
                                        + version
                                        + " |");
                found++;
            }
        }

        assertThat(found).isEqualTo(direct.size()).isGreaterThan(15);
        assertThat(page).doesNotContain("not said");
    }

    private static String property(String pom, String name) {
        String sign = '<' + name + '>';
        int at = pom.indexOf(sign) + sign.length();
        return pom.substring(at, pom.indexOf('<', at));
    }

    @Test
    void eachIsUsed() throws IOException {
        String sources =
                String.join("\n", SourceTree.find().main().stream().map(SourceFile::text).toList());
        for (String artifact : direct().keySet()) {
            if (!AT_RUN_TIME.contains(artifact)) {
                assertThat(PACKAGES).as("whose packages?").containsKey(artifact);
                assertThat(sources)
                        .as("nobody uses " + artifact)
                        .contains("import " + PACKAGES.get(artifact));
            }
        }
    }
}
