package io.referee.server.dialplan.rule;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Time zones by their IANA names, or by the names that Windows gives them and shows for them, as
/// the older service kept them in its users' profiles.
public final class TimeZones {
    private static final String WINDOWS =
            """
            AUS Central Standard Time=Australia/Darwin
            AUS Eastern Standard Time=Australia/Sydney
            Afghanistan Standard Time=Asia/Kabul
            Alaskan Standard Time=America/Anchorage
            Arab Standard Time=Asia/Riyadh
            Arabian Standard Time=Asia/Dubai
            Arabic Standard Time=Asia/Baghdad
            Argentina Standard Time=America/Argentina/Buenos_Aires
            Armenian Standard Time=Asia/Yerevan
            Atlantic Standard Time=America/Halifax
            Azerbaijan Standard Time=Asia/Baku
            Azores Standard Time=Atlantic/Azores
            Bangladesh Standard Time=Asia/Dhaka
            Belarus Standard Time=Europe/Minsk
            Canada Central Standard Time=America/Regina
            Cape Verde Standard Time=Atlantic/Cape_Verde
            Caucasus Standard Time=Asia/Yerevan
            Cen. Australia Standard Time=Australia/Adelaide
            Central America Standard Time=America/Guatemala
            Central Asia Standard Time=Asia/Almaty
            Central Brazilian Standard Time=America/Cuiaba
            Central Europe Standard Time=Europe/Budapest
            Central European Standard Time=Europe/Warsaw
            Central Pacific Standard Time=Pacific/Guadalcanal
            Central Standard Time=America/Chicago
            Central Standard Time (Mexico)=America/Mexico_City
            China Standard Time=Asia/Shanghai
            Dateline Standard Time=Etc/GMT+12
            E. Africa Standard Time=Africa/Nairobi
            E. Australia Standard Time=Australia/Brisbane
            E. Europe Standard Time=Europe/Chisinau
            E. South America Standard Time=America/Sao_Paulo
            Eastern Standard Time=America/New_York
            Egypt Standard Time=Africa/Cairo
            Ekaterinburg Standard Time=Asia/Yekaterinburg
            FLE Standard Time=Europe/Kyiv
            Fiji Standard Time=Pacific/Fiji
            GMT Standard Time=Europe/London
            GTB Standard Time=Europe/Bucharest
            Georgian Standard Time=Asia/Tbilisi
            Greenland Standard Time=America/Nuuk
            Greenwich Standard Time=Atlantic/Reykjavik
            Hawaiian Standard Time=Pacific/Honolulu
            India Standard Time=Asia/Kolkata
            Iran Standard Time=Asia/Tehran
            Israel Standard Time=Asia/Jerusalem
            Jordan Standard Time=Asia/Amman
            Kaliningrad Standard Time=Europe/Kaliningrad
            Kamchatka Standard Time=Asia/Kamchatka
            Korea Standard Time=Asia/Seoul
            Libya Standard Time=Africa/Tripoli
            Magadan Standard Time=Asia/Magadan
            Mauritius Standard Time=Indian/Mauritius
            Mexico Standard Time=America/Mexico_City
            Mexico Standard Time 2=America/Chihuahua
            Mid-Atlantic Standard Time=Etc/GMT+2
            Middle East Standard Time=Asia/Beirut
            Montevideo Standard Time=America/Montevideo
            Morocco Standard Time=Africa/Casablanca
            Mountain Standard Time=America/Denver
            Mountain Standard Time (Mexico)=America/Chihuahua
            Myanmar Standard Time=Asia/Yangon
            N. Central Asia Standard Time=Asia/Novosibirsk
            Namibia Standard Time=Africa/Windhoek
            Nepal Standard Time=Asia/Kathmandu
            New Zealand Standard Time=Pacific/Auckland
            Newfoundland Standard Time=America/St_Johns
            North Asia East Standard Time=Asia/Irkutsk
            North Asia Standard Time=Asia/Krasnoyarsk
            Pacific SA Standard Time=America/Santiago
            Pacific Standard Time=America/Los_Angeles
            Pacific Standard Time (Mexico)=America/Tijuana
            Pakistan Standard Time=Asia/Karachi
            Paraguay Standard Time=America/Asuncion
            Romance Standard Time=Europe/Paris
            Russian Standard Time=Europe/Moscow
            SA Eastern Standard Time=America/Cayenne
            SA Pacific Standard Time=America/Bogota
            SA Western Standard Time=America/La_Paz
            SE Asia Standard Time=Asia/Bangkok
            Samoa Standard Time=Pacific/Apia
            Singapore Standard Time=Asia/Singapore
            South Africa Standard Time=Africa/Johannesburg
            Sri Lanka Standard Time=Asia/Colombo
            Syria Standard Time=Asia/Damascus
            Taipei Standard Time=Asia/Taipei
            Tasmania Standard Time=Australia/Hobart
            Tokyo Standard Time=Asia/Tokyo
            Tonga Standard Time=Pacific/Tongatapu
            Turkey Standard Time=Europe/Istanbul
            US Eastern Standard Time=America/Indiana/Indianapolis
            US Mountain Standard Time=America/Phoenix
            UTC=UTC
            UTC+12=Etc/GMT-12
            UTC-02=Etc/GMT+2
            UTC-11=Etc/GMT+11
            Ulaanbaatar Standard Time=Asia/Ulaanbaatar
            Venezuela Standard Time=America/Caracas
            Vladivostok Standard Time=Asia/Vladivostok
            W. Australia Standard Time=Australia/Perth
            W. Central Africa Standard Time=Africa/Lagos
            W. Europe Standard Time=Europe/Berlin
            West Asia Standard Time=Asia/Tashkent
            West Pacific Standard Time=Pacific/Port_Moresby
            Yakutsk Standard Time=Asia/Yakutsk
            """;

    private static final Map<String, String> IANA_OF_WINDOWS = read();

    private TimeZones() {}

    private static Map<String, String> read() {
        Map<String, String> names = new HashMap<>();
        WINDOWS.lines()
                .forEach(
                        line -> {
                            int equals = line.indexOf('=');
                            names.put(
                                    line.substring(0, equals).toLowerCase(Locale.ROOT),
                                    line.substring(equals + 1));
                        });
        return Map.copyOf(names);
    }

    /// The zone of a name; empty when there is none.
    public static Optional<ZoneId> zone(String name) {
        String iana =
                ShownZones.iana(name)
                        .orElseGet(
                                () ->
                                        IANA_OF_WINDOWS.getOrDefault(
                                                name.toLowerCase(Locale.ROOT), name));
        try {
            return Optional.of(ZoneId.of(iana));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// The IANA name of a zone; what it says when it is none, so that somebody can complain of it.
    public static String iana(String name) {
        return zone(name.strip()).map(ZoneId::getId).orElse(name);
    }

    /// Every Windows name, for those who check them.
    static Map<String, String> windowsNames() {
        return IANA_OF_WINDOWS;
    }
}
