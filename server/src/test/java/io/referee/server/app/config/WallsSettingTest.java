package io.referee.server.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;

import org.junit.jupiter.api.Test;

import java.util.Map;

class WallsSettingTest {
    private static boolean required(String yaml, Map<String, String> environment) {
        return ConfigurationReader.read(Document.yaml("r.yaml", yaml), environment)
                .dialPlans()
                .wallsRequired();
    }

    @Test
    void wallsAreWantedUnlessTheyAreRequired() {
        assertThat(required("data: d\n", Map.of())).isFalse();
        assertThat(required("dialPlans: {walls: wanted}\n", Map.of())).isFalse();
        assertThat(required("dialPlans: {walls: required}\n", Map.of())).isTrue();
        assertThat(required("data: d\n", Map.of("REFEREE_DIAL_PLANS_WALLS", "required"))).isTrue();
    }

    @Test
    void anotherWordIsAnError() {
        assertThatThrownBy(() -> required("dialPlans: {walls: yes please}\n", Map.of()))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("wanted or required");
    }
}
