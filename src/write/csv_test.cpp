#include "write/csv.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

using Cells = std::vector<std::string>;

TEST(Csv, QuotesOnlyWhereNeeded)
{
    struct Case {
        Cells cells;
        std::string_view want;
    };
    Case const cases[] = {
        {{"Bird Walk", ""}, "Bird Walk,\r\n"},
        {{"Walk, talk", "x"}, "\"Walk, talk\",x\r\n"},
        {{"the \"old\" mill"}, "\"the \"\"old\"\" mill\"\r\n"},
        {{"one\ntwo"}, "\"one\ntwo\"\r\n"},
        {{" padded ", "'"}, " padded ,'\r\n"},
        {{"ünï 🎷", ";"}, "ünï 🎷,;\r\n"},
    };
    for (auto const& c : cases) {
        std::string out;
        append_csv_row(out, c.cells);
        EXPECT_EQ(out, c.want);
    }
}

TEST(Csv, ReadsWhatItWrites)
{
    std::vector<Cells> const rows = {
        {"a", "b", "c"},
        {"", "\"", "\"\""},
        {"line\r\nbreak", "lone\rreturn", ",,"},
        {"\\", "\\\"", "🦉 \xC2\xA0"},
        {std::string(100'000, '"'), "x", "\n\n"},
    };
    std::string out;
    for (auto const& row : rows)
        append_csv_row(out, row);
    auto const table = read_csv(out);
    EXPECT_EQ(table.problem, "");
    ASSERT_EQ(table.rows.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        EXPECT_EQ(table.rows[i].cells, rows[i]) << i;
}

TEST(Csv, ReadsFilesOfOtherPrograms)
{
    struct Case {
        std::string_view bytes;
        std::vector<Cells> want;
        std::string_view problem = "";
    };
    Case const cases[] = {
        {"\xEF\xBB\xBF\"a\",b\nc,d", {{"a", "b"}, {"c", "d"}}},
        {"a,b\r\n\r\n\nc,\r\n", {{"a", "b"}, {"c", ""}}},
        {"5\" nails,x\n", {{"5\" nails", "x"}}},
        {"\"a\"b,c\n", {{"ab", "c"}}},
        {"a\rb,c\r", {{"a\rb", "c"}}},
        {"", {}},
        {",", {{"", ""}}},
        {"a\n\"open\nend", {{"a"}, {"open\nend"}}, "A quote that is opened here is never closed."},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.bytes);
        auto const table = read_csv(c.bytes);
        std::vector<Cells> got;
        for (auto const& row : table.rows)
            got.push_back(row.cells);
        EXPECT_EQ(got, c.want);
        EXPECT_EQ(table.problem, c.problem);
    }
}

TEST(Csv, KnowsTheLineOfEachRow)
{
    auto const table = read_csv("a\n\n\"two\r\nlines\rthree\"\r\nlast\n\"open");
    ASSERT_EQ(table.rows.size(), 4U);
    EXPECT_EQ(table.rows[1].line, 3U);
    EXPECT_EQ(table.rows[2].line, 6U);
    EXPECT_EQ(table.problem_line, 7U);
}

TEST(Csv, BoundsHostileFiles)
{
    EXPECT_NE(read_csv(std::string(2'000, ',')).problem, "");
    EXPECT_NE(read_csv("a\nb\nc\n", ',', {.rows = 2}).problem, "");
    EXPECT_NE(read_csv("abc", ',', {.bytes = 2}).problem, "");
}

TEST(Csv, KeepsFormulasFromRunning)
{
    EXPECT_EQ(guard_formula("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
    EXPECT_EQ(guard_formula("-1+1"), "'-1+1");
    EXPECT_EQ(guard_formula("Owls = birds"), "Owls = birds");
}

}  // namespace
}  // namespace almanac
