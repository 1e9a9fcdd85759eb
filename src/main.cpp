#include "command/command.hpp"
#include "command/interrupt.hpp"

#include <filesystem>
#include <string>
#include <vector>

int main(int argc, char** argv)
{
    auto shell = almanac::this_shell();
    almanac::watch_for_interrupts();
    std::vector<std::string> arguments{argv + 1, argv + argc};
    // What Lambda starts is called so (provided.al2023), and its handler's name is no command.
    if (std::filesystem::path{argv[0]}.filename() == "bootstrap" && shell.environment("AWS_LAMBDA_RUNTIME_API"))
        arguments = {"lambda"};
    return almanac::run_almanac(std::move(arguments), shell);
}
