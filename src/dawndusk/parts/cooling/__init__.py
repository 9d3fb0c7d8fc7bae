"""What carries heat from the chips to the radiator."""
