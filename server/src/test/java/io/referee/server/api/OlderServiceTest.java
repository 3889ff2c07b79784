package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.api.ApiSettings.CallManagerAccess;
import io.referee.server.event.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/// The web services that go by sessions. Two tests replay published scripts request by request:
/// "Get Call Detail Records (CDR) script" and "Accessing Provisioning Service with jquery".
class OlderServiceTest {
    private static final String BASE = "/provisioning.svc/rest/";
    private static final String LOGIN =
            BASE + "customer/login?username=aaron&password=secret-for-the-console";

    private final LiveApi live = new LiveApi(CallManagerAccess.KEY, _ -> true);
    private final Client http = new Client(live);
    private final Client aaron = http.with("apikey", LiveApi.AARON);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    private String session() {
        return http.get(LOGIN).json().asString();
    }

    private static Document xml(Client.Got got) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(got.body().getBytes(StandardCharsets.UTF_8)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError(got.body(), e);
        }
    }

    private static String field(Element row, String name) {
        return row.getElementsByTagNameNS("*", name).item(0).getTextContent();
    }

    private static String where(String expression) {
        return "where=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
    }

    // ---- the published scripts

    @Test
    void theCdrScriptOfTheOlderServiceReadsItsRecords() {
        live.talking("<sip:guest@elsewhere.example>", "bob");
        live.talking("<sip:guest@elsewhere.example>", "carol");

        String login = http.get(LOGIN).body();
        String authId = login.replace("\"", "");
        Client script = http.with("authID", authId);
        Client.Got count = script.get(BASE + "getcdrscount");
        Client.Got cdrs = script.get(BASE + "getcdrs?offset=0&count=3");
        Client.Got logout = script.get(BASE + "customer/logout");

        assertThat(login).matches("\"[0-9a-f]{96}\"");
        assertThat(xml(count).getDocumentElement().getLocalName()).isEqualTo("int");
        assertThat(xml(count).getDocumentElement().getTextContent()).isEqualTo("4");
        Element list = xml(cdrs).getDocumentElement();
        assertThat(list.getLocalName()).isEqualTo("ArrayOfCDR");
        assertThat(list.getElementsByTagNameNS("*", "CDR").getLength()).isEqualTo(3);
        Element newest = (Element) list.getFirstChild();
        assertThat(field(newest, "AnsweredStatus")).isEqualTo("200");
        assertThat(field(newest, "FromUser")).isEqualTo("guest");
        assertThat(logout.status()).isEqualTo(200);
        assertThat(script.get(BASE + "getcdrscount").status()).isEqualTo(401);
    }

    @Test
    void theJquerySampleListsAccountsFromAnotherSite() {
        Client page = http.with("Origin", "http://page.example");

        Client.Got login = page.get(LOGIN);
        Client.Got before =
                page.with("Access-Control-Request-Method", "GET")
                        .with("Access-Control-Request-Headers", "authid")
                        .ask("OPTIONS", BASE + "sipaccounts?count=3", "");
        Client.Got accounts =
                page.with("AuthID", login.json().asString())
                        .with("Accept", "application/json, text/javascript, */*; q=0.01")
                        .get(BASE + "sipaccounts?count=3");

        assertThat(header(login, "Content-Type")).startsWith("application/json");
        assertThat(header(login, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(before.status()).isEqualTo(204);
        assertThat(header(before, "Access-Control-Allow-Headers")).contains("AuthID");
        assertThat(header(accounts, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(header(accounts, "Access-Control-Allow-Credentials")).isEmpty();
        assertThat(accounts.json().isArray()).isTrue();
        assertThat(names(accounts.json())).containsExactlyInAnyOrder("alice", "bob", "carol");
        assertThat(accounts.json().get(0).propertyNames().stream().toList()).isSorted();
        assertThat(accounts.json().get(0).path("SIPPassword").asString()).isEmpty();
    }

    private static String header(Client.Got got, String name) {
        return got.response().headers().firstValue(name).orElse("");
    }

    private static List<String> names(JsonNode accounts) {
        return accounts.valueStream().map(one -> one.path("SIPUsername").asString()).toList();
    }

    // ---- sessions

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?username=aaron",
                "?username=aaron&password=wrong",
                "?username=nobody&password=secret-for-the-console",
                "?username=berta&password=",
                "?username=berta&password=k-berta"
            })
    void aWrongLoginIsNull(String query) {
        Client.Got got = http.get(BASE + "customer/login" + query);

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).isEqualTo("null");
    }

    @Test
    void theNameOfTheUserIsTakenInAnyCase() {
        String query = "customer/login?username=AARON&password=secret-for-the-console";
        assertThat(http.get(BASE + query).body()).hasSize(98);
    }

    @Test
    void aSessionIsShownByHeaderQueryCookieOrKey() {
        String id = session();

        assertThat(http.with("authid", id).get(BASE + "sipaccounts").status()).isEqualTo(200);
        assertThat(http.get(BASE + "sipaccounts?authid=" + id).status()).isEqualTo(200);
        assertThat(http.with("Cookie", "authid=" + id).get(BASE + "sipaccounts").status())
                .isEqualTo(200);
        assertThat(aaron.get(BASE + "sipaccounts").status()).isEqualTo(200);
        assertThat(http.get(BASE + "sipaccounts").status()).isEqualTo(401);
        assertThat(http.with("AuthID", "0").get(BASE + "sipaccounts").code())
                .isEqualTo("unauthorized");
        assertThat(http.with("apikey", "no").get(BASE + "sipaccounts").status()).isEqualTo(401);
    }

    @Test
    void aSessionEndsWithThePasswordThatBeganIt() {
        Client session = http.with("AuthID", session());
        http.key(LiveApi.ADMIN).put("/api/v1/users/aaron", "{\"password\": \"another-one\"}");

        assertThat(session.get(BASE + "sipaccounts").status()).isEqualTo(401);
    }

    @Test
    void aSessionIsExtended() {
        Client session = http.with("AuthID", session());

        assertThat(session.get(BASE + "customer/extendsession?minutes=90").body()).contains("true");
        assertThat(session.get(BASE + "customer/extendsession?minutes=x").status()).isEqualTo(400);
        assertThat(http.get(BASE + "customer/extendsession").status()).isEqualTo(401);
    }

    @Test
    void wrongPasswordsCountLikeWrongKeys() {
        List<Event> told = new CopyOnWriteArrayList<>();
        live.events.attach(told::add);

        http.get(BASE + "customer/login?username=aaron&password=wrong");
        http.get(BASE + "customer/login?username=aaron");
        http.get(LOGIN);

        assertThat(told)
                .extracting(event -> event.fact().type())
                .containsExactly("security.login_failed");
    }

    @Test
    void itIsThereUnlessItIsSwitchedOff() {
        assertThat(http.get(BASE + "isalive").body()).contains(">true</boolean>");
        LiveApi off = new LiveApi(CallManagerAccess.OFF, _ -> true);
        try (Client other = new Client(off)) {
            assertThat(other.get(BASE + "isalive").status()).isEqualTo(404);
            assertThat(other.get(LOGIN).status()).isEqualTo(404);
            assertThat(other.get("/rest/v0.1/provisioning.svc/isalive").status()).isEqualTo(404);
        } finally {
            off.close();
        }
    }

    // ---- whose

    @Test
    void anOwnerSeesTheirOwnAndTheAdministratorEverything() {
        live.talking("<sip:guest@elsewhere.example>", "bob");
        Client berta = http.with("apikey", LiveApi.BERTA);
        Client admin = http.with("apikey", LiveApi.ADMIN);

        assertThat(names(berta.get(BASE + "sipaccounts").json())).containsExactly("dora");
        assertThat(names(http.get(BASE + "sipaccounts?authid=" + session()).json()))
                .containsExactlyInAnyOrder("alice", "bob", "carol");
        assertThat(names(admin.get(BASE + "sipaccounts").json())).hasSize(4);
        assertThat(names(admin.get(BASE + "sipaccounts?owner=berta").json()))
                .containsExactly("dora");
        String any = "&whereexpression=ID!=%22%22%20or%20ID==%22%22";
        for (String what :
                List.of("getsipregistrarbindings", "getdialplans", "getcalls", "getcdrs")) {
            String list = BASE + what + "?format=json" + any;
            String count = BASE + what + "count?format=json" + any;
            JsonNode his = aaron.get(list).json();
            assertThat(his.size()).as(what).isPositive();
            assertThat(aaron.get(count).json().asInt()).isEqualTo(his.size());
            JsonNode hers = berta.get(list).json();
            assertThat(hers.size()).as(what).isEqualTo(what.endsWith("bindings") ? 1 : 0);
            assertThat(berta.get(count).json().asInt()).isEqualTo(hers.size());
        }
    }

    // ---- lists

    @Test
    void listsAreXmlOrJson() {
        Client.Got asXml = aaron.get(BASE + "getdialplans");
        Element plan = (Element) xml(asXml).getDocumentElement().getFirstChild();

        assertThat(plan.getLocalName()).isEqualTo("SIPDialPlan");
        assertThat(field(plan, "DialPlanName")).isEqualTo("simple");
        assertThat(field(plan, "DialPlanScript")).isEqualTo("require 'simplewizard'");
        assertThat(aaron.get(BASE + "getdialplans?format=json").json().get(0).path("DialPlanName"))
                .hasToString("\"simple\"");
        assertThat(aaron.with("Accept", "application/json").get(BASE + "sipdomains").json().size())
                .isEqualTo(1);
        assertThat(aaron.get(BASE + "sipaccounts/count").body()).contains(">3</int>");
        assertThat(xml(aaron.get(BASE + "sipaccounts?format=xml")).getDocumentElement())
                .extracting(Element::getLocalName)
                .isEqualTo("ArrayOfSIPAccount");
    }

    @Test
    void whatXmlCannotHoldDoesNotBreakIt() {
        aaron.with("Authorization", "Bearer " + LiveApi.AARON)
                .put(
                        "/api/v1/dialplans/odd",
                        "{\"type\": \"ruby\", \"script\": \"# \\u0001 <a href='&amp;'> ]]>\\nx\"}");

        Document list = xml(aaron.get(BASE + "getdialplans?" + where("DialPlanName==\"odd\"")));

        assertThat(field((Element) list.getDocumentElement().getFirstChild(), "DialPlanScript"))
                .isEqualTo("# \uFFFD <a href='&amp;'> ]]>\nx");
    }

    @Test
    void phonesAreListedWithWhereTheyAreReached() {
        Client berta = http.with("apikey", LiveApi.BERTA);

        JsonNode phone = berta.get(BASE + "getsipregistrarbindings?format=json").json().get(0);

        assertThat(phone.path("ContactURI").asString()).isEqualTo("sip:dora@10.0.0.4:5060");
        assertThat(phone.path("MangledContactURI").asString())
                .isEqualTo("sip:dora@198.51.100.7:6004");
    }

    @Test
    void providersAreListedWithHowTheyStand() {
        aaron.with("Authorization", "Bearer " + LiveApi.AARON)
                .put(
                        "/api/v1/providers/blueface",
                        "{\"server\": \"sip.example.org\", \"username\": \"u\", \"password\":"
                                + " \"secret\", \"register\": true}");

        Client.Got providers = aaron.get(BASE + "getsipproviders?format=json");
        Client.Got bindings = aaron.get(BASE + "getsipproviderbindings?format=json");

        assertThat(providers.body()).doesNotContain("secret");
        assertThat(providers.json().get(0).path("ProviderName").asString()).isEqualTo("blueface");
        assertThat(bindings.json().get(0).path("IsRegistered").asBoolean(true)).isFalse();
        assertThat(bindings.json().get(0).path("ProviderID"))
                .isEqualTo(providers.json().get(0).path("ID"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '~',
            value = {
                "SIPUsername == \"bob\" -> bob",
                "sipusername=\"BOB\" -> bob",
                "SIPUsername.StartsWith(\"al\") or SIPUsername.Contains(\"aro\") -> alice carol",
                "SIPUsername > \"alice\" && SIPUsername < \"carol\" -> bob",
                "OutDialPlanName == null and (SIPUsername = 'bob' || SIPUsername = 'alice') -> bob",
                "OutDialPlanName != \"\" -> alice",
                "IsUserDisabled == false and SIPUsername.EndsWith('l') -> carol",
                "SIPUsername == \"a\\\"b\" -> ''",
                "SIPUsername == \"dora\" or Owner == \"berta\" -> ''",
            })
    void anExpressionChooses(String expression, String expected) {
        List<String> names = names(aaron.get(BASE + "sipaccounts?" + where(expression)).json());

        assertThat(String.join(" ", names.stream().sorted().toList()))
                .isEqualTo(expected.replace("''", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '~',
            value = {
                "SIPUser == \"bob\" -> no field SIPUser; the nearest known one is SIPUsername",
                "SIPUsername -> character 12",
                "SIPUsername == -> a text in quotes",
                "SIPUsername == bob -> character 16",
                "SIPUsername == \"bob -> the end of the text",
                "SIPUsername.Drop(\"x\") -> Contains, StartsWith or EndsWith",
                "(SIPUsername == \"x\" -> expected is )",
                "SIPUsername == \"x\" SIPDomain == \"y\" -> && or ||",
                "SIPUsername == \"x\"; drop table users -> a field, a sign or a literal",
            })
    void aWrongExpressionSaysWhere(String expression, String words) {
        Client.Got got = aaron.get(BASE + "sipaccounts?" + where(expression));

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.message()).contains(words);
    }

    @Test
    void anExpressionHasLimits() {
        String deep = "(".repeat(21) + "ID==\"x\"" + ")".repeat(21);
        String wide = "ID==\"x\"" + " or ID==\"x\"".repeat(50);
        String big = "ID==\"" + "x".repeat(2000) + '"';

        assertThat(aaron.get(BASE + "sipaccounts?" + where(deep)).message()).contains("nested");
        assertThat(aaron.get(BASE + "sipaccounts?" + where(wide)).message())
                .contains("comparisons");
        assertThat(aaron.get(BASE + "sipaccounts?" + where(big)).message()).contains("characters");
    }

    @Test
    void recordsAreChosenByDirectionNumberAndTime() {
        live.talking("<sip:guest@elsewhere.example>", "bob");
        String list = BASE + "getcdrs?format=json&";

        JsonNode in = aaron.get(list + where("calldirection == \"in\"")).json();

        assertThat(in.size()).isEqualTo(1);
        assertThat(in.get(0).path("CallDirection").asString()).isEqualTo("In");
        assertThat(in.get(0).path("CallId").asString()).isEqualTo(live.guestCallId());
        assertThat(in.get(0).path("Created").asString()).hasSize(33).endsWith("+00:00");
        assertThat(aaron.get(list + where("Direction = 'Out'")).json().size()).isEqualTo(1);
        assertThat(aaron.get(list + where("AnsweredStatus >= 200")).json().size()).isEqualTo(2);
        assertThat(aaron.get(list + where("AnsweredStatus > 200")).json().size()).isZero();
        assertThat(aaron.get(list + where("Created < \"2026-01-01\"")).json().size()).isZero();
        assertThat(aaron.get(list + where("Created > \"2026-01-01T00:00:00\"")).json().size())
                .isEqualTo(2);
        assertThat(aaron.get(BASE + "getcdrscount?" + where("Direction = 'Out'")).body())
                .contains(">1</int>");
    }

    @Test
    void pagesAreCut() {
        String path = BASE + "sipaccounts?";
        List<String> all = names(aaron.get(path + "count=0").json());

        assertThat(all).hasSize(3);
        assertThat(names(aaron.get(path + "offset=1&count=1").json())).containsExactly(all.get(1));
        assertThat(names(aaron.get(path + "offset=&count=&where=").json())).isEqualTo(all);
        assertThat(aaron.get(path + "count=-1").status()).isEqualTo(400);
    }

    @Test
    void aFaultIsXmlWhereTheAnswerWouldBe() {
        Client.Got got = aaron.get(BASE + "getcdrs?" + where("Nothing == 1"));

        assertThat(got.status()).isEqualTo(400);
        assertThat(xml(got).getDocumentElement().getLocalName()).isEqualTo("Fault");
        assertThat(got.body()).contains("no field Nothing");
    }

    // ---- the GET that writes

    @Test
    void anAccountIsAddedByGet() {
        String add = BASE + "sipaccount/add?username=erika&password=pe&domain=&avatarurl=";
        Client.Got got = http.with("AuthID", session()).get(add);

        assertThat(got.json().asString()).hasSize(36);
        assertThat(http.key(LiveApi.AARON).get("/api/v1/accounts/erika").status()).isEqualTo(200);
        assertThat(aaron.get(add).code()).isEqualTo("conflict");
        assertThat(http.with("apikey", LiveApi.BERTA).get(add).code()).isEqualTo("conflict");
        assertThat(aaron.get(BASE + "sipaccount/add?username=&password=x").status()).isEqualTo(400);
        assertThat(http.with("apikey", LiveApi.ADMIN).get(add.replace("erika", "eva")).message())
                .contains("owner");
    }

    @Test
    void aCookieDoesNotWrite() {
        String add = BASE + "sipaccount/add?username=erika&password=pe";

        assertThat(http.with("Cookie", "authid=" + session()).get(add).status()).isEqualTo(401);
        assertThat(http.key(LiveApi.AARON).get("/api/v1/accounts/erika").status()).isEqualTo(404);
    }

    @Test
    void onlyTheListedNetworksWriteByGet() {
        LiveApi far = new LiveApi(CallManagerAccess.OPEN, _ -> false);
        String add = BASE + "sipaccount/add?username=erika&password=pe";
        try (Client other = new Client(far, "apikey", LiveApi.AARON)) {
            assertThat(other.get(add).status()).isEqualTo(403);
            assertThat(other.get(BASE + "sipaccounts").status()).isEqualTo(200);
        } finally {
            far.close();
        }
        assertThat(aaron.with("X-Forwarded-For", "127.0.0.1").get(add).status()).isEqualTo(403);
    }
}
