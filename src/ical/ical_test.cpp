#include "ical/ical.hpp"
#include "ical/value.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

std::string describe(IcalComponent const& component)
{
    auto text = std::string{component.name};
    for (auto const& property : component.properties)
        text += fmt::format(" {}{}{}={}", property.name, property.parameters.empty() ? "" : ";", property.parameters,
                            property.value);
    for (auto const& child : component.children)
        text += " (" + describe(child) + ")";
    return text;
}

std::string describe(IcalDocument const& document)
{
    std::string text;
    for (auto const& component : document.components())
        text += (text.empty() ? "" : " | ") + describe(component);
    return text;
}

std::string describe_problems(IcalDocument const& document)
{
    std::string text;
    for (auto const& problem : document.problems())
        text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", problem.line, problem.message);
    return text;
}

TEST(Ical, ReadsLinesAsTheyAreMet)
{
    using namespace std::string_view_literals;
    struct Case {
        std::string_view text;
        std::string_view want;
    };
    Case const cases[] = {
        {"BEGIN:VEVENT\r\nSUMMARY:Walk\r\nEND:VEVENT\r\n", "VEVENT SUMMARY=Walk"},
        {"BEGIN:VEVENT\nSUMMARY:Walk\nEND:VEVENT", "VEVENT SUMMARY=Walk"},
        {"BEGIN:VEVENT\rSUMMARY:Wa\r lk\rEND:VEVENT\r", "VEVENT SUMMARY=Walk"},
        {"BEGIN:VEVENT\r\r\nSUMMARY:Walk\r\r\nEND:VEVENT\n", "VEVENT SUMMARY=Walk"},
        {"\xEF\xBB\xBF"
         "BEGIN:VEVENT\nSUMMARY:Walk\nEND:VEVENT",
         "VEVENT SUMMARY=Walk"},
        {"B\0E\0G\0I\0N\0:\0X\0\n\0A\0:\0\xE9\0\n\0"sv, "X A=\xC3\xA9"},
        {"begin:vevent\nsummary;language=en:Walk\nEnd:vEvent", "VEVENT SUMMARY;language=en=Walk"},
        {"BEGIN:VEVENT\nSUMMARY:Wa\n  lk\n\t!\nUID:1\nEND:VEVENT", "VEVENT SUMMARY=Wa lk! UID=1"},
        {"BEGIN:VEVENT\nSUMM\n ARY:Walk\nEND:VEVENT", "VEVENT SUMMARY=Walk"},
        {"BEGIN:VEVENT\nSUMMARY:caf\xC3\r\n \xA9\r\nEND:VEVENT", "VEVENT SUMMARY=caf\xC3\xA9"},
        {"BEGIN:VEVENT\nSUMMARY:caf\xE9\nCOMMENT:caf\xC3\xA9\nEND:VEVENT",
         "VEVENT SUMMARY=caf\xC3\xA9 COMMENT=caf\xC3\xA9"},
        {"BEGIN:VEVENT\n\n\nSUMMARY:Walk\n\n more\nEND:VEVENT", "VEVENT SUMMARY=Walkmore"},
        {"BEGIN:VEVENT\nDESCRIPTION:one\ntwo, three\nUID:1\nEND:VEVENT", "VEVENT DESCRIPTION=one\ntwo, three UID=1"},
        {"BEGIN:VEVENT\nUID:1\nSUMMARY:a\rb\nEND:VEVENT", "VEVENT UID=1 SUMMARY=a\rb"},
        {"BEGIN:VEVENT\nX;A=\"b:c;d\":e\nEND:VEVENT", "VEVENT X;A=\"b:c;d\"=e"},
        {"BEGIN:VEVENT\nX;A=\"b:e\nEND:VEVENT", "VEVENT X;A=\"b=e"},
        {"Warning: something\nBEGIN:VEVENT\nUID:1\nEND:VEVENT", "VEVENT UID=1"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(describe(parse_ical(c.text)), c.want);
    }
}

TEST(Ical, LosesNothingForAMissingEnd)
{
    struct Case {
        std::string_view text;
        std::string_view want;
        std::string_view problems;
    };
    Case const cases[] = {
        {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\nEND:VCALENDAR",
         "VCALENDAR (VEVENT UID=1) (VEVENT UID=2)", "2: VEVENT has no END"},
        {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nEND:VEVENT",
         "VCALENDAR (VEVENT UID=1 (VALARM)) (VEVENT UID=2)", "4: VALARM has no END; 1: VCALENDAR has no END"},
        {"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VCALENDAR\nBEGIN:VCALENDAR\nX:y\nEND:VCALENDAR",
         "VCALENDAR (VEVENT UID=1) | VCALENDAR X=y", "2: VEVENT has no END"},
        {"BEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nEND:VEVENT", "VEVENT UID=1 | VEVENT UID=2",
         "4: END:VEVENT ends nothing"},
        {"BEGIN:MY-OWN\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:MY-OWN", "MY-OWN (VEVENT UID=1)", ""},
        {"BEGIN:VEVENT\nUID:1\nNONSENSE\nSUMMARY:Walk\nEND:VEVENT", "VEVENT UID=1 SUMMARY=Walk",
         "3: this line is no property and left out"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        auto const document = parse_ical(c.text);
        EXPECT_EQ(describe(document), c.want);
        EXPECT_EQ(describe_problems(document), c.problems);
    }
}

TEST(Ical, KeepsLineNumbers)
{
    auto const document = parse_ical("BEGIN:VEVENT\r\nSUMMARY:a\r\n b\r\n\r\nUID:1\r\nEND:VEVENT\r\n");
    ASSERT_EQ(document.components().size(), 1U);
    auto const& event = document.components()[0];
    EXPECT_EQ(event.line, 1U);
    EXPECT_EQ(find_property(event, "SUMMARY")->line, 2U);
    EXPECT_EQ(find_property(event, "UID")->line, 5U);
    EXPECT_EQ(find_property(event, "URL"), nullptr);
}

TEST(Ical, StaysWithinItsLimits)
{
    IcalLimits const limits{.max_line_bytes = 20, .max_components = 4, .max_depth = 2, .max_problems = 2};
    auto const long_line =
        parse_ical("BEGIN:VEVENT\nSUMMARY:" + std::string(30, 'x') + "\nUID:1\nEND:VEVENT", {}, limits);
    EXPECT_EQ(describe(long_line), "VEVENT UID=1");
    EXPECT_EQ(describe_problems(long_line), "2: this line is too long and left out");

    auto const deep = parse_ical("BEGIN:A\nBEGIN:B\nBEGIN:C\nX:1\nEND:C\nEND:B\nEND:A\nBEGIN:D\nEND:D", {}, limits);
    EXPECT_EQ(describe(deep), "A (B) | D");

    auto const many =
        parse_ical("BEGIN:A\nEND:A\nBEGIN:A\nEND:A\nBEGIN:A\nEND:A\nBEGIN:A\nEND:A\nBEGIN:A\nEND:A", {}, limits);
    EXPECT_EQ(describe(many), "A | A | A | A");

    auto const faulty = parse_ical("END:A\nEND:B\nEND:C\n", {}, limits);
    EXPECT_EQ(faulty.problems().size(), 2U);
}

TEST(Ical, TakesHostileTextInLinearTime)
{
    for (std::string_view const piece :
         {"\r", "\r\r\r\n", "a", "\"", ";", "BEGIN:X\n", "BEGIN:VEVENT\n", "\n ", "\r ", "A;B=\"", "END:X\n"}) {
        SCOPED_TRACE(piece);
        std::string text = "BEGIN:VCALENDAR\nDESCRIPTION:";
        while (text.size() < 1'000'000)
            text += piece;
        (void)parse_ical(text);
    }
}

TEST(Ical, KnowsItsKind)
{
    struct Case {
        std::string_view text;
        bool want;
    };
    Case const cases[] = {
        {"BEGIN:VCALENDAR\n", true},
        {"\xEF\xBB\xBF"
         "begin:vevent\n",
         true},
        {"\r\n  BEGIN:VCALENDAR\r\n", true},
        {"<p>BEGIN:VCALENDAR</p>", false},
        {"", false},
        {"{\"a\": \"BEGIN:VEVENT\"}", false},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(looks_like_ical(c.text), c.want);
    }
}

IcalProperty property(std::string_view parameters, std::string_view value)
{
    return {"X", parameters, value, 1};
}

TEST(IcalValue, ReadsParameters)
{
    auto const x = property(";CN=\"Fox; Park: ^'East^'\" ; value = DATE;A=b^^c", "");
    EXPECT_EQ(ical_parameter(x, "CN"), "Fox; Park: \"East\"");
    EXPECT_EQ(ical_parameter(x, "VALUE"), "DATE");
    EXPECT_EQ(ical_parameter(x, "a"), "b^c");
    EXPECT_EQ(ical_parameter(x, "TZID"), "");
}

TEST(IcalValue, DecodesTexts)
{
    std::string buffer;
    EXPECT_EQ(ical_text(property("", "one\\, two\\; \\\\three\\nfour\\x\a"), buffer), "one, two; \\three\nfour\\x");
    EXPECT_EQ(ical_text(property("CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE", "caf=E9=0D=0Atwo =\nlines="), buffer),
              "caf\xC3\xA9\ntwo lines");
    EXPECT_EQ(ical_text_list(property("", "Walks,, Birds\\, Bees ,x\\")),
              (std::vector<std::string>{"Walks", "Birds, Bees", "x\\"}));
}

TEST(IcalValue, ReadsTimes)
{
    struct Case {
        std::string_view text;
        std::optional<IcalTime> want;
    };
    Case const cases[] = {
        {"20260314", IcalTime{absl::CivilSecond{2026, 3, 14}, true, ""}},
        {"20260314T093000", IcalTime{absl::CivilSecond{2026, 3, 14, 9, 30}, false, ""}},
        {"20260314T0930", IcalTime{absl::CivilSecond{2026, 3, 14, 9, 30}, false, ""}},
        {"20260314T093000Z", IcalTime{absl::CivilSecond{2026, 3, 14, 9, 30}, false, "UTC"}},
        {"2026-03-14T09:30:00.000Z", IcalTime{absl::CivilSecond{2026, 3, 14, 9, 30}, false, "UTC"}},
        {"20260314T093000-0500", IcalTime{absl::CivilSecond{2026, 3, 14, 14, 30}, false, "UTC"}},
        {"20260314T240000", IcalTime{absl::CivilSecond{2026, 3, 15}, false, ""}},
        {"20260230", std::nullopt},
        {"20260314T2530", std::nullopt},
        {"20260314T0930 soon", std::nullopt},
        {"soon", std::nullopt},
        {"", std::nullopt},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(read_ical_time(c.text), c.want);
    }
}

TEST(IcalValue, ReadsDurationsAndOffsets)
{
    struct Case {
        std::string_view text;
        std::int64_t days;
        std::int64_t seconds;
    };
    Case const cases[] = {
        {"P1D", 1, 0},     {"PT1H30M", 0, 5400}, {"P2W", 14, 0}, {"P1DT2H", 1, 7200}, {"+PT15S", 0, 15},
        {"-PT1H", -1, -1}, {"P", -1, -1},        {"1H", -1, -1}, {"PT1", -1, -1},     {"P999999999D", -1, -1},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        auto const got = read_ical_duration(c.text);
        EXPECT_EQ(got ? got->days : -1, c.days);
        EXPECT_EQ(got ? got->seconds : -1, c.seconds);
    }
    EXPECT_EQ(read_ical_offset("-0500"), -18000);
    EXPECT_EQ(read_ical_offset("+05:30"), 19800);
    EXPECT_EQ(read_ical_offset("0500"), std::nullopt);
}

}  // namespace
}  // namespace almanac
