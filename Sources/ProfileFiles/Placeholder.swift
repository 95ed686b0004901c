import Profiles
