package io.referee.server.app.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.apply.Apply;
import io.referee.server.app.document.Document;
import io.referee.server.dialplan.Dialled;
import io.referee.server.dialplan.dial.DialString;
import io.referee.server.script.SharedScripts;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The examples of docs/dialplan.md: its apply files are applied, its cases hold, its dial strings
/// are read.
class DialPlanPageTest {
    private static final Path PAGE = Path.of("..", "docs", "dialplan.md");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern DIAL = Pattern.compile("sys\\.Dial\\((['\"])(.*?)\\1");
    private static final Dialled CALL = new Dialled("0851234567", "Joe", "joe", "example.com");

    @Test
    void thePlansDoWhatThePageSays() throws IOException {
        DirectorySnapshot nobody =
                DirectorySnapshot.of(List.of("localhost"), List.of(), List.of(), List.of());
        DirectorySnapshot people = nobody;
        int cases = 0;
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            String text = block.group(2);
            if (block.group(1).equals("ruby")) {
                people = named(people, text);
            } else if (text.startsWith("users:")) {
                // Each is pasted by somebody who has none of the others.
                people = Apply.file(Document.yaml("dialplan.md", text), nobody).directory();
            } else if (block.group(1).equals("yaml")) {
                CaseFile file = CaseFile.read(Document.yaml("dialplan.md", text), "localhost");
                for (CaseRun.Result result : played(people, file)) {
                    assertThat(result.failure()).as(result.steps().toString()).isEmpty();
                    cases++;
                }
            }
        }
        assertThat(cases).isGreaterThanOrEqualTo(28);
    }

    /// The cases behind a script call it `ruby`, those of one that decides about a transfer
    /// `transfer`.
    private static DirectorySnapshot named(DirectorySnapshot people, String script) {
        DirectorySnapshot.Draft draft = people.draft();
        String name = script.contains("transfer.") ? "transfer" : "ruby";
        draft.put(new DialPlan("aaron", name, "ruby", script, List.of()));
        return draft.snapshot();
    }

    private static List<CaseRun.Result> played(DirectorySnapshot people, CaseFile file) {
        ScriptPlayer scripts = new LocalScripts(people, "aaron", "", _ -> SharedScripts.jruby());
        return new CaseRun(people, "aaron", scripts).play(file);
    }

    @Test
    void theDialStringsAreDialStrings() throws IOException {
        List<String> strings = new ArrayList<>();
        for (String block : blocks("dial")) {
            strings.addAll(block.lines().toList());
        }
        for (String block : blocks("ruby")) {
            Matcher dial = DIAL.matcher(block);
            while (dial.find()) {
                strings.add(dial.group(2).replaceAll("#\\{.*?\\}", "123"));
            }
        }
        assertThat(strings).hasSizeGreaterThanOrEqualTo(24);
        for (String string : strings) {
            DialString.Reading reading = DialString.parse(string);
            assertThat(reading).as(string).isInstanceOf(DialString.Reading.Good.class);
            DialString.Filled filled = ((DialString.Reading.Good) reading).string().fill(CALL);
            assertThat(filled.notes()).as(string).isEmpty();
        }
    }

    private static List<String> blocks(String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            if (block.group(1).equals(language)) {
                blocks.add(block.group(2));
            }
        }
        return blocks;
    }
}
