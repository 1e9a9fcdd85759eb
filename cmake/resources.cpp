// Gives the library of embedded files one object of the project's language, so that it may be empty of others.
namespace almanac {
extern char const embedded_resources[];
char const embedded_resources[] = "embedded resources";
}  // namespace almanac
