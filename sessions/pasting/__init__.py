"""What people paste: references and schedules, understood against what is here, written when they confirm it."""
