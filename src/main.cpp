#include "command/command.hpp"
#include "command/interrupt.hpp"

int main(int argc, char** argv)
{
    auto shell = almanac::this_shell();
    almanac::watch_for_interrupts();
    return almanac::run_almanac({argv + 1, argv + argc}, shell);
}
