package io.referee.server.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.app.document.Document;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The settings that the page of dial plans shows can be used as they stand there.
class DialPlanSettingsPageTest {
    private static final String BEGIN = "```conf\n";

    @Test
    void theSettingsOfThePageAreRead() throws IOException {
        String page = Files.readString(Path.of("../docs/dialplan.md"));
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String block = page.substring(begin, page.indexOf("```", begin));

        Configuration.ScriptAccess access =
                ConfigurationReader.read(Document.yaml("dialplan.md", block), Map.of())
                        .dialPlans()
                        .access();

        assertThat(access.web()).isEqualTo(WebAccess.PUBLIC);
        assertThat(access.mail()).isPresent();
    }
}
