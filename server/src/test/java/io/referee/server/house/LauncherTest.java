package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The launcher, in a project folder of its own with a JDK and a Maven that only say that they were
/// called.
class LauncherTest {

    private static final String SAY_ARGUMENTS = "#!/bin/sh\nprintf '[%s]' \"$@\"\n";
    private static final String LEARN_THEN_SAY_ARGUMENTS =
            """
            #!/bin/sh
            for argument in "$@"; do
                case $argument in
                    -XX:AOTCacheOutput=*) echo learnt >"${argument#*=}"; echo a >>"$0.learnt"; exit 0 ;;
                esac
            done
            printf '[%s]' "$@"
            """;
    private static final String SAY_BUILT =
            """
            #!/bin/sh
            here=$(dirname "$0")/..
            echo "$JAVA_HOME" >>"$here/builds"
            mkdir -p "$here/project/server/target/referee/lib"
            echo jar >"$here/project/server/target/referee/lib/referee-server.jar"
            echo noise of the build
            """;

    @TempDir Path folder;

    private Path project;

    @BeforeEach
    void layOutAProject() throws IOException {
        project = Files.createDirectories(folder.resolve("project"));
        Path launcher = project.resolve("referee");
        Files.copy(SourceTree.find().root().resolve("referee"), launcher);
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.createDirectories(project.resolve("sip/src/main/java"));
        Files.writeString(project.resolve("sip/src/main/java/A.java"), "class A {}");
        program("bin/mvn", SAY_BUILT);
        jdk("jdk", "25.0.1");
    }

    @Test
    void aMissingBuildIsMadeOnceAndItsNoiseStaysOffStandardOutput() throws Exception {
        Result first = run("serve");
        Result second = run("serve");

        assertThat(first.exit()).isZero();
        assertThat(first.out()).doesNotContain("noise").endsWith("[serve]");
        assertThat(first.err()).contains("building").contains("noise");
        assertThat(second.err()).isEmpty();
        assertThat(builds()).containsExactly(folder.resolve("jdk").toString());
    }

    @Test
    void aSourceThatIsNewerThanTheBuildIsBuiltAgain() throws Exception {
        run("serve");
        FileTime later = FileTime.from(Instant.now().plus(Duration.ofHours(1)));
        Files.setLastModifiedTime(project.resolve("sip/src/main/java/A.java"), later);

        run("serve");

        assertThat(builds()).hasSize(2);
    }

    @Test
    void argumentsArriveAsTheyWereTypedFromAnyFolderAndThroughALink() throws Exception {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, Path.of("project/referee"));
        run("serve");

        Result result = run(Map.of(), link, "calls", "two words", "*");

        assertThat(result.out()).endsWith("[calls][two words][*]");
    }

    @Test
    void whoChoosesACollectorMayStillGiveCommands() throws Exception {
        Map<String, String> chosen = Map.of("REFEREE_JAVA_OPTS", "-XX:+UseZGC");

        Result chosenCollector = run(chosen, project.resolve("referee"), "calls");
        Result usual = run("calls");

        assertThat(chosenCollector.out()).contains("[-XX:+UseZGC]").doesNotContain("UseSerialGC");
        assertThat(usual.out()).contains("[-XX:+UseSerialGC]");
    }

    @Test
    void twoLaunchersAtOnceBuildOnce() throws Exception {
        Process one = start(Map.of(), project.resolve("referee"), "serve");
        Process two = start(Map.of(), project.resolve("referee"), "serve");

        assertThat(one.waitFor()).isZero();
        assertThat(two.waitFor()).isZero();
        assertThat(builds()).hasSize(1);
        assertThat(project.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void aLockWhoseOwnerIsGoneIsTakenOver() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createDirectories(project.resolve("target/build.lock"));
        Files.writeString(project.resolve("target/build.lock/pid"), gone.pid() + "\n");

        Result result = run("serve");

        assertThat(result.exit()).isZero();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void aJdkThatIsTooOldIsRefusedInOneSentence() throws Exception {
        Path old = jdk("old", "17.0.15");

        Result result =
                run(Map.of("REFEREE_JAVA", old.toString()), project.resolve("referee"), "serve");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .isEqualTo(
                        "referee: REFEREE_JAVA="
                                + old
                                + " is not a JDK 25 or newer: point it at one, or unset it.");
    }

    @Test
    void aMissingMavenIsNamedWithTheRemedyInOneSentence() throws Exception {
        Files.delete(folder.resolve("bin/mvn"));

        Result result =
                run(Map.of("PATH", toolsWithoutMaven()), project.resolve("referee"), "serve");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("referee: Maven is needed to build Referee: install it");
    }

    @Test
    void aBuildThatFailsIsSaidAndNothingRuns() throws Exception {
        program("bin/mvn", "#!/bin/sh\necho cannot compile\nexit 1\n");

        Result result = run("serve");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("cannot compile").contains("the build failed");
        assertThat(project.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void theJdkThatWouldBeUsedCanBeAskedForByItsProgramToo() throws Exception {
        Path newer = jdk("newer", "26");

        Result result =
                run(
                        Map.of("REFEREE_JAVA", newer.resolve("bin/java").toString()),
                        project.resolve("referee"),
                        "--java-home");

        assertThat(result.out().strip()).isEqualTo(newer.toRealPath().toString());
        assertThat(folder.resolve("builds")).doesNotExist();
    }

    @Test
    void whatAJvmLearntFromADemoIsKeptForTheNextServer() throws Exception {
        program("jdk/bin/java", LEARN_THEN_SAY_ARGUMENTS);

        Result asked = run("calls");
        Result first = run("serve");
        Result second = run("serve");

        String cache =
                "[-XX:AOTCache=" + project.toRealPath() + "/server/target/referee/referee.aot]";
        assertThat(asked.out()).doesNotContain("AOT");
        assertThat(first.out()).contains(cache).endsWith("[serve]");
        assertThat(first.err()).contains("learning to start quickly");
        assertThat(second.out()).contains(cache);
        assertThat(second.err()).isEmpty();
        assertThat(Files.readAllLines(folder.resolve("jdk/bin/java.learnt"))).hasSize(1);
    }

    @Test
    void aServerGivesBackMemoryWhenItHasNothingToDo() throws Exception {
        Result serve = run("serve");

        assertThat(serve.out())
                .contains("[-XX:G1PeriodicGCInterval=30000][-XX:TrimNativeHeapInterval=30000]");
    }

    @Test
    void aJarThatWasPackedAgainIsLearntAgain() throws Exception {
        program("jdk/bin/java", LEARN_THEN_SAY_ARGUMENTS);
        Path jar = project.resolve("server/target/referee/lib/referee-server.jar");
        run("serve");

        Files.writeString(jar, "another");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
        Result changed = run("serve");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
        Result touched = run("serve");
        Result same = run("serve");

        assertThat(changed.err()).contains("learning to start quickly");
        assertThat(touched.err()).contains("learning to start quickly");
        assertThat(same.err()).isEmpty();
    }

    @Test
    void whatSomebodyLeftWhoWasKilledWhileHeLearntIsRemoved() throws Exception {
        program("jdk/bin/java", LEARN_THEN_SAY_ARGUMENTS);
        run("serve");
        Path target = project.resolve("server/target/referee");
        Path left = target.resolve("referee.aot.4711");
        Files.writeString(left, "half");
        Files.writeString(target.resolve("lib/referee-server.jar"), "another");

        run("serve");

        assertThat(left).doesNotExist();
    }

    @Test
    void anotherJdkLearnsForItself() throws Exception {
        program("jdk/bin/java", LEARN_THEN_SAY_ARGUMENTS);
        run("serve");
        Path newer = jdk("newer", "25.0.9");
        program("newer/bin/java", LEARN_THEN_SAY_ARGUMENTS);

        Result other =
                run(Map.of("REFEREE_JAVA", newer.toString()), project.resolve("referee"), "serve");

        assertThat(other.err()).contains("learning to start quickly");
    }

    @Test
    void aJvmThatCannotLearnIsAskedOnceAndTheServerRunsWithoutIt() throws Exception {
        Result first = run("serve");
        Result second = run("serve");

        assertThat(first.out()).doesNotContain("AOT").endsWith("[serve]");
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).isEmpty();
        assertThat(project.resolve("target/build.lock")).doesNotExist();
    }

    private record Result(int exit, String out, String err) {}

    private Result run(String... arguments) throws Exception {
        return run(Map.of(), project.resolve("referee"), arguments);
    }

    private Result run(Map<String, String> environment, Path launcher, String... arguments)
            throws Exception {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        int exit =
                prepare(environment, launcher, arguments)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start()
                        .waitFor();
        return new Result(exit, Files.readString(out), Files.readString(err));
    }

    private Process start(Map<String, String> environment, Path launcher, String... arguments)
            throws IOException {
        return prepare(environment, launcher, arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private ProcessBuilder prepare(
            Map<String, String> environment, Path launcher, String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> variables = builder.environment();
        variables.remove("REFEREE_JAVA_OPTS");
        variables.remove("MAVEN_HOME");
        variables.put("REFEREE_JAVA", folder.resolve("jdk").toString());
        variables.put("PATH", folder.resolve("bin") + ":" + variables.get("PATH"));
        variables.putAll(environment);
        return builder;
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(folder.resolve("builds"));
    }

    private Path jdk(String name, String version) throws IOException {
        program(name + "/bin/java", SAY_ARGUMENTS);
        program(name + "/bin/javac", SAY_ARGUMENTS);
        Path home = folder.resolve(name);
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private void program(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /// A path with what the launcher itself uses and nothing else.
    private String toolsWithoutMaven() throws IOException {
        for (String tool : List.of("sed", "head", "dirname", "readlink", "find", "mkdir")) {
            program("tools/" + tool, "#!/bin/sh\nPATH=/usr/bin:/bin exec " + tool + " \"$@\"\n");
        }
        return folder.resolve("tools").toString();
    }
}
