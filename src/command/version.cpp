#include "command/version.hpp"

#include "command/libraries.hpp"
#include "command/parser.hpp"
#include "program_version.hpp"

#include <fmt/format.h>

extern "C" {
extern char const almanac_licenses_begin[];
extern char const almanac_licenses_end[];
}

namespace almanac {

namespace {

struct Options {
    bool licenses = false;
};

void declare(Parser& parser, Options& options)
{
    parser.add_flag("--licenses", options.licenses, "Print the licences of almanac and of every library in it");
}

int run(Options const& options, Shell& shell)
{
    print(shell.out, fmt::format("almanac {}\n", program_version));
    if (options.licenses) {
        print(shell.out, "almanac is licensed under the Apache License 2.0. It holds these libraries:\n");
        print(shell.out, {almanac_licenses_begin, almanac_licenses_end});
        return 0;
    }
    for (auto const& library : linked_libraries())
        print(shell.out, fmt::format("  {:12} {}\n", library.name, library.version));
    return 0;
}

}  // namespace

Command version_command()
{
    Command command;
    command.name = "version";
    command.summary = "Show the version, the libraries and their licences";
    command.description = "Prints the version of almanac and of each library in it: what a bug report needs first.";
    command.examples = {{"almanac version", "The version and the libraries."},
                        {"almanac version --licenses", "All licence texts."}};
    command.exit_codes = {{0, "always"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
