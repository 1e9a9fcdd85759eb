// docs/add-a-calendar.md: every command of it, in its order, on its page.

#include "support/paths.hpp"
#include "support/program.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <unistd.h>

namespace almanac {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> words_of(std::string const& line)
{
    std::istringstream text{line};
    std::vector<std::string> words;
    std::string word;
    while (text >> word) {
        if (word.starts_with('"')) {
            for (std::string more; !word.ends_with('"') && text >> more;)
                word += ' ' + more;
            word = word.substr(1, word.size() - 2);
        }
        words.push_back(word);
    }
    return words;
}

TEST(Guide, EveryCommandWorks)
{
    auto const text = read_whole_file(project_folder() / "docs/add-a-calendar.md");
    auto const folder = fs::temp_directory_path() / ("almanac-guide-" + std::to_string(getpid()));
    fs::create_directories(folder / "sources");
    auto const page = text.find("```html\n") + 8;
    write_whole_file(folder / "saved.html", text.substr(page, text.find("```", page) - page));
    std::istringstream lines{text};
    std::string printed;
    int commands = 0;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("    almanac "))
            continue;
        ++commands;
        auto const ended = run_almanac_program(words_of(line.substr(12)), folder);
        EXPECT_EQ(ended.code, 0) << line << '\n' << ended.err;
        printed += ended.out;
    }
    EXPECT_EQ(commands, 6);
    for (auto const* line : {"> 1 proposed: div.happening                       3       3     3",
                             "      sources/captures/mill.jsonl (3 events of the next 90 days)\n",
                             "  2031-04-05 19:00    Owl Prowl · Mill Park\n  2031-04-12 10:00    Moss Walk · Old Barn\n"
                             "  2031-05-02 20:30    Bat Night · Mill Park\n\nDropped 0:\n",
                             "mill: its capture gives the events expected\n",
                             "mill: nothing is broken: 3 events in the capture of 2031-04-01, 3 today\n"})
        EXPECT_NE(printed.find(line), std::string::npos) << line << '\n' << printed;
    fs::remove_all(folder);
}

}  // namespace
}  // namespace almanac
