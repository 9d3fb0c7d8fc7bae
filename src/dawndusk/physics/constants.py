"""Physical constants, each a row with a source."""

from dawndusk.data.catalogue import constant

EARTH_RADIUS_M = constant("earth.radius")
EARTH_MU = constant("earth.gravitational_parameter")  # m3/s2
EARTH_J2 = constant("earth.j2")
EARTH_INFRARED_W_PER_M2 = constant("earth.infrared")
EARTH_ALBEDO_FRAC = constant("earth.albedo")
SOLAR_CONSTANT_W_PER_M2 = constant("sun.irradiance")
SUN_RADIUS_M = constant("sun.radius")
ASTRONOMICAL_UNIT_M = constant("sun.distance")
STEFAN_BOLTZMANN = constant("physics.stefan_boltzmann")  # W/m2/K4
STANDARD_GRAVITY = constant("physics.standard_gravity")  # m/s2
TROPICAL_YEAR_S = constant("sun.tropical_year")
SIDEREAL_DAY_S = constant("earth.sidereal_day")
SOLAR_EVENTS_PER_S = constant("solar-protons.events")  # outbursts like that of August 1972
